#include "mailreeve/bounce/reading.hh"

#include "test/bounce/sample.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::bounce {

namespace {

Class kind(std::string_view raw)
{
    return read(raw, true).kind;
}

const mail::Address& somebody()
{
    static const auto address = mail::Address::tolerant("bob@example.net");
    return address;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("classes and places have names")
    {
        CHECK(name(Class::None) == "none");
        CHECK(name(Class::AutoReply) == "autoreply");
        CHECK(name(Class::Report) == "report");
        CHECK(name(Where::None) == "none");
        CHECK(name(Where::InlineText) == "inline-text");
        CHECK(name(Where::Rfc822Part) == "rfc822-part");
    }

    TEST_CASE("the null sender of the envelope counts like a Return-Path")
    {
        const std::string message = "From: gateway@example.net\n"
                                    "Subject: Delivery failure\n\nbob: no\n";
        CHECK(kind(message) == Class::None);
        CHECK(kind("Return-Path: <>\n" + message) == Class::Bounce);
        CHECK(kind("From MAILER-DAEMON Mon Nov 16\n" + message) == Class::Bounce);
        CHECK(read(mail::Address{}, message, true).kind == Class::Bounce);
        CHECK(read(somebody(), message, true).kind == Class::None);
        const auto daemon = mail::Address::tolerant("MAILER-DAEMON@example.net");
        CHECK(read(daemon, message, true).kind == Class::Bounce);
    }

    TEST_CASE("a Return-Path is believed in files alone")
    {
        const std::string message = "Return-Path: <>\nFrom: gateway@example.net\n"
                                    "Subject: Delivery failure\n\nbob: no\n";
        CHECK(kind(message) == Class::Bounce);
        CHECK(read(somebody(), message, true).kind == Class::None);
        const std::string path = "Return-Path: <MAILER-DAEMON@example.net>\n";
        const std::string text = "Subject: Minutes\n\nbob could not be delivered\n";
        CHECK(kind("From: gateway@example.net\n" + text) == Class::None);
        CHECK(kind(path + "From: gateway@example.net\n" + text) == Class::Bounce);
        CHECK(
            read(somebody(), path + "From: gateway@example.net\n" + text, true).kind ==
            Class::None);
    }

    TEST_CASE("a bounce is told from others by its own id, or by its bytes without one")
    {
        const std::string message = "From: MAILER-DAEMON@example.net\n"
                                    "Subject: Delivery failure\n";
        const auto own_id = [&](const std::string& rest) {
            return read(mail::Address{}, message + rest, true).own_id;
        };
        CHECK(own_id("Message-ID: <7@mx.example.org>\n\nbob: no\n") ==
              "7@mx.example.org");
        const auto nameless = own_id("\nbob: no\n");
        CHECK(nameless.size() > 20);
        CHECK(own_id("\nbob: no\n") == nameless);
        CHECK(own_id("\nrob: no\n") != nameless);
        CHECK(read(somebody(), "Subject: Hello\n\nHello\n", true).own_id.empty());
    }

    TEST_CASE("how lines end makes no difference")
    {
        auto message = test::bounce_sample("dsn_postfix");
        const auto reading = read(message, true);
        std::string with_crlf;
        for (const char c : message)
            with_crlf += c == '\n' ? "\r\n" : std::string{c};
        CHECK(read(with_crlf, true) == reading);
        std::ranges::replace(message, '\n', '\r');
        CHECK(read(message, true) == reading);
    }

    TEST_CASE("a mailbox line and empty lines in front are not the message")
    {
        const auto message = test::bounce_sample("bounce_qmail");
        const auto reading = read(message, true);
        CHECK(read("From bob@example.net Mon Nov 16\n" + message, true) == reading);
        CHECK(read("\n \r\n" + message, true) == reading);
    }

    TEST_CASE("of a message cut short what is there is read")
    {
        const auto message = test::bounce_sample("dsn_postfix");
        CHECK_FALSE(read(message, true).truncated);
        CHECK(read(message, false).truncated);
        CHECK(read(message, false).headers == Where::Rfc822Part);
        const auto half = std::string_view{message}.substr(0, message.find("Final-"));
        CHECK(read(half, false).kind == Class::Dsn);
        CHECK(read(half, false).headers == Where::None);
        ReadingLimits limits;
        limits.message = half.size();
        CHECK(read(message, true, limits) == read(half, false));
    }

    TEST_CASE("nothing is told of ordinary mail")
    {
        CHECK(read("", true) == Reading{});
        CHECK(read("\n", true) == Reading{});
        CHECK(read("Subject: x\nIn-Reply-To: <a@x>\n\nReceived: y\n", true) ==
              Reading{});
    }

    TEST_CASE("the header alone tells of a message that it is worth reading")
    {
        struct Case {
            const char* name = "";
            mail::HeaderField field;
            bool expected = false;
        };
        const Case cases[] = {
            {"a person", {"From", " Bob <bob@example.net>"}, false},
            {"a daemon", {"From", " MAILER-DAEMON@mx.example.net (Mail System)"}, true},
            {"a daemon's name",
             {"From", " Mail Delivery Subsystem <x@example.net>"},
             true},
            {"a postmaster",
             {"From", " \"Postmaster\" <postmaster@example.net>"},
             true},
            {"another spelling", {"From", " post_master@example.net"}, true},
            {"no sender", {"From", " <>"}, true},
            {"a daemon without address", {"From", " MAILER-DAEMON <>"}, true},
            {"a postman", {"From", " postman@example.net"}, false},
            {"null path, which the envelope denies", {"Return-Path", " <>"}, false},
            {"a mailer of news", {"From", " mailer@example.net"}, false},
            {"a path", {"Return-Path", " <bob@example.net>"}, false},
            {"report", {"Content-Type", " Multipart/Report; boundary=a"}, true},
            {"mixed", {"Content-Type", " multipart/mixed; boundary=a"}, false},
            {"status alone", {"Content-Type", " message/delivery-status"}, true},
            {"TNEF", {"Content-Type", " application/ms-tnef; name=winmail.dat"}, true},
            {"failed", {"X-Failed-Recipients", " bob@example.net"}, true},
            {"answered", {"Auto-Submitted", " auto-replied (vacation)"}, true},
            {"generated", {"Auto-Submitted", " auto-generated"}, false},
            {"not", {"Auto-Submitted", " no"}, false},
            {"autoreply", {"X-Autoreply", " yes"}, true},
            {"precedence", {"Precedence", " auto_reply"}, true},
            {"bulk", {"Precedence", " bulk"}, false},
            {"subject", {"Subject", " Undelivered Mail Returned to Sender"}, true},
            {"tagged subject",
             {"Subject", " [Postmaster] Email Delivery Failure"},
             true},
            {"starred subject", {"Subject", " **Message you sent blocked**"}, true},
            {"encoded", {"Subject", " =?utf-8?q?Unzustellbar=3A?= Protokoll"}, true},
            {"folded", {"Subject", " Automatic\n reply: Minutes"}, true},
            {"answer", {"Subject", " Re: Undelivered Mail Returned to Sender"}, false},
            {"forward", {"Subject", " Fwd: failure notice"}, false},
            {"ordinary", {"Subject", " Minutes of Monday"}, false},
            {"nothing", {"Subject", ""}, false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(may_be_bounce(somebody(), std::span{&c.field, 1}) == c.expected);
            CHECK(may_be_bounce(mail::Address{}, std::span{&c.field, 1}));
        }
    }
}

} // namespace mailreeve::bounce
