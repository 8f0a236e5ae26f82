#include "ctl/explain.hh"

#include "mailreeve/bounce/ledger.hh"
#include "test/ctl/stage.hh"
#include "test/support/keys.hh"
#include "test/support/memory_ledger.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::Stage;

TEST_SUITE("ctl")
{
    TEST_CASE("a tagged message is explained: verdict, findings, headers, subject")
    {
        Stage stage;
        stage.run("hostname: mx1.example.net", {{"Subject", "cheap\n pills"}});
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
        stage.run("reverse_dns: {missing: {action: defer}}");
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
        stage.run("overrides:\n"
                  "  - for: [example.com]\n"
                  "    actions: {spam: accept}\n");
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("to b@example.net: tag\n"));
        CHECK(stage.told("to c@example.com: accept\n"));
    }

    TEST_CASE("mail of our own users is outbound and not judged")
    {
        Stage stage;
        stage.scene.authenticated = "anna";
        stage.run("");
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("origin: outbound\n"));
        CHECK(stage.told("to b@example.net: accept\n"));
        CHECK_FALSE(stage.told("X-Mailreeve"));
        Stage by_hand;
        by_hand.scene.client.clear();
        by_hand.run("");
        CHECK(by_hand.told("origin: outbound\n"));
    }

    TEST_CASE("what came from the message steers no terminal")
    {
        Stage stage;
        stage.scene.recipients = {"b\x1b[2J@example.net"};
        stage.scene.helo = "\x1b]0;x\a";
        stage.run("", {{"Subject", "a\x1b[2J\xe2\x80\xae"}});
        for (const char c : stage.output.out.str())
            CHECK((c == '\n' || (c >= ' ' && c < '\x7f')));
    }

    TEST_CASE("an explanation is told to programs as one object")
    {
        Stage stage;
        stage.show_json(stage.explain("", "Subject: x\n\n"));
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("\"verdict\": \"tag\""));
        CHECK(stage.told("\"score\": 6.50"));
        CHECK(stage.told("\"[SPAM] x\""));
    }

    TEST_CASE(
        "a message that came back is held against keys and ledger, and not counted")
    {
        Stage stage;
        stage.scene.sender.clear();
        const MessageFront message{
            "From: MAILER-DAEMON@mail.example.org\nSubject: Undelivered Mail\n"
            "Content-Type: multipart/report; boundary=x; report-type=delivery-status\n"
            "\n--x\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mail.example.org\n\n"
            "Final-Recipient: rfc822; c@example.org\nAction: failed\n"
            "--x\nContent-Type: text/rfc822-headers\n\n"
            "From: b@example.net\nMessage-ID: <1@example.net>\n--x--\n",
            true};
        const std::string yaml = "local: {domains: [example.net]}\n"
                                 "bounces: {mode: liberal, learning: 0s}\n";
        const bounce::Keys keys{std::make_shared<const bounce::KeyRing>(
            test::ring({{"1a2b3c4d", test::at(0)}}))};
        test::MemoryLedger ledger;
        const auto run = [&] {
            auto services = stage.gateway.services();
            services.keys = &keys;
            services.ledger = &ledger;
            services.asking = inspect::Asking::ForInterest;
            const auto loaded = snapshot::load_text("test.yaml", yaml);
            REQUIRE(loaded.ok());
            stage.show(stage.explain(std::make_shared<const snapshot::Snapshot>(
                                         loaded.configuration.settings,
                                         loaded.configuration.lists, 1, services),
                                     message));
        };
        run();
        CAPTURE(stage.output.out.str());
        CHECK(stage.told("the message: quarantine: invalid bounce\n"));
        CHECK(stage.told("BOUNCE_INVALID"));

        bounce::Entry entry;
        entry.sender = "b@example.net";
        entry.time = stage.gateway.clock.wall();
        entry.message = bounce::hash_of("1@example.net");
        ledger.record(entry);
        for (int times = 0; times < 100; ++times)
            run();
        CHECK(stage.told("BOUNCE_VALID"));
        CHECK(ledger.count_bounce(entry.nonce, entry.time, {}).found == 1);
    }

    TEST_CASE("what is withheld is told with the verdict")
    {
        Stage stage;
        stage.run("mode: observe");
        CHECK(stage.told("to b@example.net: accept (withheld: tag)\n"));
    }
}

} // namespace mailreeve::ctl
