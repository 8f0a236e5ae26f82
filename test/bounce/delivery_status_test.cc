#include "mailreeve/bounce/delivery_status.hh"

#include "test/bounce/sample.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

namespace {

Reading status(std::string_view content, const ReadingLimits& limits = {})
{
    Reading reading;
    Work work{100'000};
    DeliveryStatus{reading, work, limits}.read(content);
    reading.truncated = reading.truncated || work.is_over();
    return reading;
}

ReportedRecipient recipient(std::string original, std::string final, std::string action,
                            std::string status, std::string diagnostic)
{
    return {std::move(original), std::move(final), std::move(action), std::move(status),
            std::move(diagnostic)};
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a delivery status is read as RFC 3464 has it")
    {
        const auto reading =
            status("Reporting-MTA: dns; mx.example.net\n"
                   "Original-Envelope-Id: a+2Bb+3D\n\n"
                   "Original-Recipient: rfc822;bob+x@example.net\n"
                   "Final-Recipient: RFC822; <bob@host.example.net>\n"
                   "Action: FAILED\nStatus: 5.1.1\n"
                   "Diagnostic-Code: smtp; 550 5.1.1\n unknown\n\n"
                   "Final-Recipient: rfc822;eve@example.net\nAction: delayed\n");
        CHECK(reading.reporting_mta == "mx.example.net");
        CHECK(reading.envelope_ids == std::vector<std::string>{"a+b="});
        CHECK(reading.recipients ==
              std::vector{recipient("bob+x@example.net", "bob@host.example.net",
                                    "failed", "5.1.1", "smtp; 550 5.1.1 unknown"),
                          recipient("", "eve@example.net", "delayed", "", "")});
        CHECK_FALSE(reading.truncated);
    }

    TEST_CASE("odd forms of a delivery status are read as they are meant")
    {
        struct Case {
            const char* name;
            const char* content;
            std::vector<ReportedRecipient> expected;
        };
        const Case cases[] = {
            {"no empty lines",
             "Reporting-MTA: x\nFinal-Recipient: rfc822; a@x\nAction: failed\n"
             "Final-Recipient: rfc822; b@x\nAction: relayed\n",
             {recipient("", "a@x", "failed", "", ""),
              recipient("", "b@x", "relayed", "", "")}},
            {"space before colons, fields in another order",
             "Action : failed\nStatus : 5.0.0\nFinal-Recipient : rfc/822;a@x\n",
             {recipient("", "a@x", "failed", "5.0.0", "")}},
            {"no type", "Final-Recipient: a@x\n", {recipient("", "a@x", "", "", "")}},
            {"UTF-8 (RFC 6533)",
             "Final-Recipient: utf-8; bj\xc3\xb8rn@x\n",
             {recipient("", "bj\xc3\xb8rn@x", "", "", "")}},
            {"lost folding",
             "Final-Recipient: rfc822; a@x\nDiagnostic-Code: smtp; 550\nunknown\n",
             {recipient("", "a@x", "", "", "smtp; 550 unknown")}},
            {"another multipart behind it",
             "Final-Recipient: rfc822; a@x\n\n--b\n\nFinal-Recipient: rfc822; b@x\n",
             {recipient("", "a@x", "", "", "")}},
            {"nothing of it", "Dear Alice,\n\n:\n: x\n", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(status(c.content).recipients == c.expected);
        }
    }

    TEST_CASE("xtext is read, and a plus that is no escape stays")
    {
        CHECK(from_xtext("mr1.a.b+2Bc") == "mr1.a.b+c");
        CHECK(from_xtext("a+") == "a+");
        CHECK(from_xtext("a+4") == "a+4");
        CHECK(from_xtext("a+4g+zz+2b") == "a+4g+zz+2b");
        CHECK(from_xtext("") == "");
    }

    TEST_CASE("an envelope id is found in parts, in text and in feedback reports")
    {
        for (const auto* const file : {"dsn_postfix", "dsn_mimecast_spaces",
                                       "bounce_summary_in_text", "report_arf"}) {
            CAPTURE(file);
            const auto reading = read(test::bounce_sample(file), true);
            CHECK(reading.envelope_ids == std::vector<std::string>{"mr1.2026a.t+n.m"});
        }
    }

    TEST_CASE("an envelope id is found in the bounce's own header, and alone in text")
    {
        const std::vector<std::string> expected{"mr1.a"};
        CHECK(read(mail::Address{},
                   "From: MAILER-DAEMON\nX-Original-Envelope-Id: mr1.a\n\nno\n", true)
                  .envelope_ids == expected);
        CHECK(read(mail::Address{},
                   "From: MAILER-DAEMON\n\nno\n\nOriginal-Envelope-Id: mr1.a\n", true)
                  .envelope_ids == expected);
    }

    TEST_CASE("recipients are those of the bounce, not of one that it returns")
    {
        const auto reading = read(test::bounce_sample("dsn_of_dsn"), true);
        REQUIRE(reading.recipients.size() == 1);
        CHECK(reading.recipients.front().final == "bob@example.net");
        CHECK(reading.reporting_mta == "mx.example.net");
    }

    TEST_CASE("recipients, ids and texts have bounds")
    {
        ReadingLimits limits;
        limits.recipients = 1;
        limits.envelope_ids = 1;
        limits.value = 4;
        const auto reading = status("Original-Envelope-Id: 123456\n"
                                    "Original-Envelope-Id: 2\n\n"
                                    "Final-Recipient: a@x\n\nFinal-Recipient: b@x\n",
                                    limits);
        CHECK(reading.envelope_ids == std::vector<std::string>{"123"});
        CHECK(reading.recipients.size() == 1);
        CHECK(reading.truncated);
    }
}

} // namespace mailreeve::bounce
