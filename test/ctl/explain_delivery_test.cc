#include "ctl/explain_delivery.hh"

#include "test/ctl/stage.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

using test::letter;
using test::Stage;

namespace {

constexpr const char* strip = "hostname: mx1.example.net\n"
                              "attachments: {mode: strip}\n"
                              "reverse_dns: {missing: {action: accept}}\n"
                              "helo: {unresolvable: {action: accept}}\n";

struct Delivery {
    Stage stage;

    // What would be delivered; empty: nothing.
    std::string of(const std::string& text, const std::string& yaml = strip)
    {
        const auto explanation = stage.explain(yaml, text);
        why = not_delivered(explanation);
        const auto made =
            delivered(explanation, stage.in_force->settings(), stage.message.text);
        CHECK(made.has_value() == why.empty());
        return made.value_or("");
    }

    std::string_view why;
};

std::string with_crlf(const std::string& text)
{
    std::string made;
    for (const char c : text)
        made += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return made;
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("only the attachment and the text that bears the notice are changed")
    {
        Delivery delivery;
        const auto text = letter(test::program_fields, test::program_content);
        const auto made = delivery.of(text);
        CAPTURE(made);
        const auto header = text.substr(0, text.find("hello"));
        CHECK(made.starts_with(
            "X-Mailreeve-Stripped: names=\"bill.exe\" rules=\"program\""));
        CHECK(made.find("\nX-Mailreeve-Verdict: ") < made.find(header));
        CHECK(made.find(header + "Warning: This message has had one or more "
                                 "attachments removed\n") != std::string::npos);
        CHECK(made.find("Example Ltd-Attachment-Warning.txt") != std::string::npos);
        CHECK(made.ends_with("\n--b--\n"));
        CHECK(made.find(test::program_content) == std::string::npos);
        CHECK(made.find('\r') == std::string::npos);
    }

    TEST_CASE("lines end as those of the message do")
    {
        Delivery delivery;
        const auto made =
            delivery.of(with_crlf(letter(test::program_fields, test::program_content)));
        CAPTURE(made);
        CHECK(made.find("X-Mailreeve-Stripped") == 0);
        std::string without;
        for (const char c : made)
            if (c != '\r')
                without += c;
        CHECK(with_crlf(without) == made);
    }

    TEST_CASE("with nothing to take out the message stays behind the added fields")
    {
        Delivery delivery;
        const auto text = letter("Content-Type: text/plain", "\x80 some\r\n text ");
        const auto made = delivery.of(text);
        CHECK(made.starts_with("X-Mailreeve-Verdict: "));
        CHECK(made.ends_with("\n" + text));
        CHECK(made.find("X-Mailreeve-Stripped") == std::string::npos);
    }

    TEST_CASE("fields that pretend to be ours are gone")
    {
        Delivery delivery;
        const auto text = letter("Content-Type: text/plain", "x");
        const std::string forged =
            "X-Mailreeve-Verdict: CLEAN\nx-mailreeve-stripped: no\n"
            "X-Mailreeve-Verdict: a\n b\n"
            "Authentication-Results: mx1.example.net; iprev=pass\n";
        const std::string kept = "Authentication-Results: other.example; iprev=pass\n";
        CHECK(delivery.of(forged + kept + text).ends_with('\n' + kept + text));
        CHECK(delivery.of(forged + text, std::string{strip} + "mode: observe\n")
                  .ends_with('\n' + forged + text));
    }

    TEST_CASE("each subject has the tag, and nothing else of the header changes")
    {
        Delivery delivery;
        const auto text = letter("Content-Type: text/plain", "x");
        const auto rest = text.substr(text.find("MIME-Version"));
        CHECK(delivery.of("Subject: [SPAM] one\n" + text, "")
                  .ends_with("\nSubject: [SPAM] one\nFrom: a@example.org\n"
                             "To: b@example.net\nSubject: [SPAM] a bill\n" +
                             rest));
        CHECK(delivery.of("From: a@example.org\n\nx\n", "")
                  .ends_with("\nFrom: a@example.org\nSubject: [SPAM]\n\nx\n"));
    }

    TEST_CASE("fields are added behind the line that an mbox puts in front")
    {
        Delivery delivery;
        const auto made = delivery.of("From a@example.org Thu Nov 26 10:00:00 2026\n" +
                                      letter("Content-Type: text/plain", "x"));
        CHECK(made.starts_with("From a@example.org Thu Nov 26 10:00:00 2026\n"
                               "X-Mailreeve-Verdict: "));
    }

    TEST_CASE("of what is held, refused or not judged nothing is delivered")
    {
        Delivery delivery;
        const auto text = letter(test::zip_fields, test::zip_content);
        delivery.stage.unpacker.finds([](attachment::Item& item) {
            item.obstacle = attachment::Obstacle::Encrypted;
        });
        CHECK(delivery.of(text).empty());
        CHECK(delivery.why == "held");
        CHECK(delivery.of(text, "reverse_dns: {missing: {action: reject}}").empty());
        CHECK(delivery.why == "refused");
        delivery.stage.unpacker.fail();
        CHECK(delivery.of(text).empty());
        CHECK(delivery.why == "not judged");
    }
}

} // namespace mailreeve::ctl
