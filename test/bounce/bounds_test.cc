#include "mailreeve/bounce/reading.hh"

#include <doctest/doctest.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace mailreeve::bounce {

namespace {

constexpr auto megabyte = std::size_t{1} << 20;

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

std::string filled(std::string_view text, std::size_t bytes)
{
    return repeated(text, bytes / text.size());
}

const std::string from = "From: MAILER-DAEMON@mx.example.net\n"
                         "Subject: Undelivered Mail Returned to Sender\n";

std::string report(const std::string& status, const std::string& returned)
{
    return from +
           "Content-Type: multipart/report; report-type=delivery-status; "
           "boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" +
           status + "\n--b\nContent-Type: message/rfc822\n\n" + returned + "\n--b--\n";
}

std::string nested(std::size_t depth, std::string_view inside)
{
    std::string message;
    for (std::size_t i = 0; i < depth; ++i)
        message += from + std::string{inside} + "\n\n";
    return message + "From: a@example.com\n\nEnd.\n";
}

std::string nested_reports(std::size_t depth)
{
    std::string message;
    for (std::size_t i = 0; i < depth; ++i)
        message += from + "Content-Type: multipart/report; boundary=b" +
                   std::to_string(i) + "\n\n--b" + std::to_string(i) +
                   "\nContent-Type: message/rfc822\n\n";
    return message + "Message-ID: <a@example.com>\n\nEnd.\n";
}

struct Case {
    const char* name;
    std::string message;
    Class kind = Class::Bounce;
};

const std::string field = "X-Mailreeve-Stamp: v=1; k=a; t=1; n=b; m=c\n";
const std::string id = "Message-ID: <a@example.com>\n";

std::vector<Case> hostile()
{
    return {
        {"a header block of a megabyte",
         report("", id + filled(field, megabyte)), Class::Dsn},
        {"one field of a megabyte",
         report("", id + "X-A: " + filled("a", megabyte)), Class::Dsn},
        {"one field folded a hundred thousand times",
         report("", id + "X-A: a\n" + filled(" a\n", megabyte)), Class::Dsn},
        {"a line that lost its folding, again and again",
         report("", id + "X-A: a\n" + filled("a\n", megabyte)), Class::Dsn},
        {"a thousand stamps", report("", repeated(field, 1'000) + id), Class::Dsn},
        {"a thousand header blocks in text", from + "\n" + repeated(id + field + "\n", 1'000)},
        {"blocks with nothing between", from + "\n" + filled("A: b\n\n", megabyte)},
        {"empty lines in headers", from + "\n" + filled("To: b\n\n", megabyte)},
        {"fields of a status", from + "\n" + filled("Received: a\nStatus: 1\n", megabyte)},
        {"statuses and traces", from + "\n" + filled("Action: a\nStatus: 1\nReceived: b\n", megabyte)},
        {"quoted lines", from + "\n" + filled("> Subject: a\n", megabyte)},
        {"marks of quoting", from + "\n" + filled(">|> ", megabyte)},
        {"lines of quoting marks", from + "\n" + filled(filled(">", 90) + "\n", megabyte)},
        {"one line", from + "\n" + filled("a ", megabyte)},
        {"colons", from + "\n" + filled("a:", megabyte)},
        {"boundaries", from + "Content-Type: multipart/mixed; boundary=x\n\n" +
                           filled("--b\n", megabyte)},
        {"parts with a broken boundary",
         from + "Content-Type: multipart/mixed; boundary=x\n\n" +
             filled("--b\nContent-Type: text/html\n\n<p>Message-ID: <a@b>\n", megabyte)},
        {"a thousand parts", from + "Content-Type: multipart/mixed; boundary=b\n\n" +
                                 repeated("--b\n\n" + id + "\n", 1'000)},
        {"messages a hundred deep", nested(100, "Content-Type: message/rfc822")},
        {"messages in quoted-printable",
         nested(100, "Content-Type: message/rfc822\n"
                     "Content-Transfer-Encoding: quoted-printable")},
        {"reports a hundred deep", nested_reports(100)},
        {"parts of messages a thousand deep",
         nested(1'000, "Content-Type: message/partial; number=1"), Class::None},
        {"a megabyte of base64",
         from + "Content-Transfer-Encoding: base64\n\n" + filled("QUFBQUFB\n", megabyte)},
        {"HTML tags", from + "Content-Type: text/html\n\n" + filled("<p>a", megabyte)},
        {"HTML that does not end", from + "Content-Type: text/html\n\n" + filled("<!--", megabyte)},
        {"recipients", report(filled("Final-Recipient: rfc822; a@b\nAction: failed\n\n", megabyte), id), Class::Dsn},
        {"ids", from + "References: " + filled("<a@b> ", 100'000) + "\n\n"},
        {"a charset of many bytes", from + "Content-Type: text/plain; charset=iso-2022-jp\n\n" + filled("\x1b$B$3", megabyte)},
        {"nothing but zeros", from + "\n" + std::string(megabyte, '\0')},
        {"a subject of a megabyte", "From: MAILER-DAEMON\nSubject: " + filled("=?utf-8?q?a?= ", megabyte) + "\n\n"},
    };
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("no message costs more than 50 ms, or grows without a bound")
    {
        const ReadingLimits limits;
        for (const auto& c : hostile()) {
            CAPTURE(c.name);
            const auto begin = std::clock();
            const auto reading = read(c.message, true, limits);
            const auto ms = 1'000.0 * static_cast<double>(std::clock() - begin) /
                            CLOCKS_PER_SEC;
            CHECK(ms < 50);
            std::fflush(stdout);
            std::printf("%s %.1f ms %s\n", c.name, ms, name(reading.kind).data());
            CHECK(reading.returned.size() <= limits.blocks);
            CHECK(reading.references.size() <= limits.references);
            CHECK(reading.recipients.size() <= limits.recipients);
            for (const auto& block : reading.returned)
                CHECK(block.fields.size() <= limits.fields);
        }
    }
}

} // namespace mailreeve::bounce
