#include "ctl/explain.hh"

#include "test/ctl/output.hh"
#include "test/support/snapshots.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::Gateway;

namespace {

struct Stage {
    Gateway gateway;
    test::Output output;
    Scene scene{"192.0.2.7", "", "mail.example.org", "a@example.org", {"b@example.net"},
                "",          ""};

    Exit run(const std::string& yaml, const std::vector<mail::HeaderField>& header = {},
             bool json = false)
    {
        return explain(test::snapshot(gateway, yaml), scene, header,
                       gateway.clock.now(), json ? output.json : output.console);
    }

    bool told(const std::string& text) const
    {
        return output.out.str().find(text) != std::string::npos;
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a tagged message is explained: verdict, findings, headers, subject")
    {
        Stage stage;
        CHECK(stage.run("hostname: mx1.example.net", {{"Subject", "cheap\n pills"}}) ==
              Exit::Ok);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("origin: inbound\n"));
        CHECK(stage.told("to b@example.net: tag\n"));
        CHECK(stage.told("the message: tag\n"));
        CHECK(stage.told("why: SPAM, 6.50 points (spam from 5.00, surespam from"));
        CHECK(stage.told("RDNS_MISSING"));
        CHECK(stage.told("HELO_UNRESOLVABLE"));
        CHECK(stage.told("X-Mailreeve-Verdict: SPAM score=6.50"));
        CHECK(stage.told("Authentication-Results: mx1.example.net; iprev=permerror"));
        CHECK(stage.told("Subject: [SPAM] cheap\n"));
    }

    TEST_CASE("a refusal at RCPT is explained with its reply and its rule")
    {
        Stage stage;
        CHECK(stage.run("reverse_dns: {missing: {action: defer}}") == Exit::Ok);
        CAPTURE(stage.output.out.str());
        CHECK(
            stage.told("to b@example.net: defer: 451 4.7.1 Access temporarily denied. "
                       "Example Ltd requires you to have valid reverse DNS PTR "
                       "record in order to send mail from [192.0.2.7] (at RCPT)\n"));
        CHECK(stage.told("decided by RDNS_MISSING"));
        CHECK_FALSE(stage.told("the message:"));
        CHECK_FALSE(stage.told("X-Mailreeve"));
    }

    TEST_CASE("each recipient is told what he gets")
    {
        Stage stage;
        stage.scene.recipients = {"b@example.net", "c@example.com"};
        CHECK(stage.run("overrides:\n"
                        "  - for: [example.com]\n"
                        "    actions: {spam: accept}\n") == Exit::Ok);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("to b@example.net: tag\n"));
        CHECK(stage.told("to c@example.com: accept\n"));
    }

    TEST_CASE("mail of our own users is outbound and not judged")
    {
        Stage stage;
        stage.scene.authenticated = "anna";
        CHECK(stage.run("") == Exit::Ok);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("origin: outbound\n"));
        CHECK(stage.told("to b@example.net: accept\n"));
        CHECK_FALSE(stage.told("X-Mailreeve"));
        Stage by_hand;
        by_hand.scene.client.clear();
        CHECK(by_hand.run("") == Exit::Ok);
        CHECK(by_hand.told("origin: outbound\n"));
    }

    TEST_CASE("a client that is no address is refused")
    {
        Stage stage;
        stage.scene.client = "mail.example.org";
        CHECK(stage.run("") == Exit::Usage);
        CHECK(stage.output.err.str() ==
              "mailreevectl: mail.example.org is no address\n");
    }

    TEST_CASE("what came from the message steers no terminal")
    {
        Stage stage;
        stage.scene.recipients = {"b\x1b[2J@example.net"};
        stage.scene.helo = "\x1b]0;x\a";
        CHECK(stage.run("", {{"Subject", "a\x1b[2J\xe2\x80\xae"}}) == Exit::Ok);
        for (const char c : stage.output.out.str())
            CHECK((c == '\n' || (c >= ' ' && c < '\x7f')));
    }

    TEST_CASE("an explanation is told to programs as one object")
    {
        Stage stage;
        CHECK(stage.run("", {{"Subject", "x"}}, true) == Exit::Ok);
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("\"verdict\": \"tag\""));
        CHECK(stage.told("\"score\": 6.50"));
        CHECK(stage.told("\"[SPAM] x\""));
    }
}

} // namespace mailreeve::ctl
