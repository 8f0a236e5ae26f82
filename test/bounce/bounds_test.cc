#include "mailreeve/bounce/reading.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::bounce {

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

// Sanitizers and builds that are not optimised do more than we do.
#if defined(__OPTIMIZE__) && !defined(SANITIZED)
constexpr double slowness = 1;
#else
constexpr double slowness = 30;
#endif

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

std::string base64(std::string_view bytes)
{
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | static_cast<unsigned char>(bytes[i + k]);
        for (const auto shift : {18U, 12U, 6U, 0U})
            text += letters[group >> shift & 63U];
        text += i % 57 == 54 ? "\n" : "";
    }
    return text;
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

// Each level takes a third of the size more.
std::string encoded(std::size_t depth)
{
    auto message = from + "\n" + filled("A: b\n\n", 30'000);
    for (std::size_t i = 0; i < depth; ++i)
        message = from +
                  "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64"
                  "\n\n" +
                  base64(message);
    return message;
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
        {"a header block of a megabyte", report("", id + filled(field, megabyte)),
         Class::Dsn},
        {"one field of a megabyte", report("", id + "X-A: " + filled("a", megabyte)),
         Class::Dsn},
        {"one field folded a hundred thousand times",
         report("", id + "X-A: a\n" + filled(" a\n", megabyte)), Class::Dsn},
        {"a line that lost its folding, again and again",
         report("", id + "X-A: a\n" + filled("a\n", megabyte)), Class::Dsn},
        {"a thousand stamps", report("", repeated(field, 1'000) + id), Class::Dsn},
        {"a thousand header blocks in text",
         from + "\n" + repeated(id + field + "\n", 1'000)},
        {"blocks with nothing between", from + "\n" + filled("A: b\n\n", megabyte)},
        {"empty lines in headers", from + "\n" + filled("To: b\n\n", megabyte)},
        {"fields of a status",
         from + "\n" + filled("Received: a\nStatus: 1\n", megabyte)},
        {"statuses and traces",
         from + "\n" + filled("Action: a\nStatus: 1\nReceived: b\n", megabyte)},
        {"quoted lines", from + "\n" + filled("> Subject: a\n", megabyte)},
        {"marks of quoting", from + "\n" + filled(">|> ", megabyte)},
        {"lines of quoting marks",
         from + "\n" + filled(filled(">", 90) + "\n", megabyte)},
        {"one line", from + "\n" + filled("a ", megabyte)},
        {"colons", from + "\n" + filled("a:", megabyte)},
        {"boundaries", from + "Content-Type: multipart/mixed; boundary=x\n\n" +
                           filled("--b\n", megabyte)},
        {"parts with a broken boundary",
         from + "Content-Type: multipart/mixed; boundary=x\n\n" +
             filled("--b\nContent-Type: text/html\n\n<p>Message-ID: <a@b>\n",
                    megabyte)},
        {"a thousand parts", from + "Content-Type: multipart/mixed; boundary=b\n\n" +
                                 repeated("--b\n\n" + id + "\n", 1'000)},
        {"messages a hundred deep", nested(100, "Content-Type: message/rfc822")},
        {"messages in quoted-printable",
         nested(100, "Content-Type: message/rfc822\n"
                     "Content-Transfer-Encoding: quoted-printable")},
        {"reports a hundred deep", nested_reports(100)},
        {"parts of messages a thousand deep",
         nested(1'000, "Content-Type: message/partial; number=1"), Class::None},
        {"a megabyte of base64", from + "Content-Transfer-Encoding: base64\n\n" +
                                     filled("QUFBQUFB\n", megabyte)},
        {"HTML tags", from + "Content-Type: text/html\n\n" + filled("<p>a", megabyte)},
        {"HTML that does not end",
         from + "Content-Type: text/html\n\n" + filled("<!--", megabyte)},
        {"HTML of small blocks behind a broken boundary",
         from +
             "Content-Type: multipart/report; boundary=x\n\n--b\n"
             "Content-Type: text/html\n\n" +
             filled("<p>A: b</p>\n<p>\n", megabyte)},
        {"many parts of HTML with small blocks",
         from + "Content-Type: multipart/report; boundary=b\n\n" +
             repeated("--b\nContent-Type: text/html\n\n" +
                          filled("<p>A: b</p>\n<p>\n", 10'000),
                      100)},
        {"messages in base64 inside each other", encoded(12)},
        {"recipients",
         report(filled("Final-Recipient: rfc822; a@b\nAction: failed\n\n", megabyte),
                id),
         Class::Dsn},
        {"ids", from + "References: " + filled("<a@b> ", 100'000) + "\n\n"},
        {"a charset of many bytes",
         from + "Content-Type: text/plain; charset=iso-2022-jp\n\n" +
             filled("\x1b$B$3", megabyte)},
        {"nothing but zeros", from + "\n" + std::string(megabyte, '\0')},
        {"a subject of a megabyte", "From: MAILER-DAEMON\nSubject: " +
                                        filled("=?utf-8?q?a?= ", megabyte) + "\n\n"},
    };
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("the front of a header that is too large is read")
    {
        for (const auto& message :
             {report("", id + field + filled("X-A: b\n", megabyte)),
              report("", id + field + "X-A: " + filled("a", megabyte)),
              report("", id + repeated(field, 1'000)),
              from + "\n" + id + field + filled("X-A: b\n", megabyte)}) {
            const auto reading = read(message, true);
            CHECK(reading.message_id == "a@example.com");
            REQUIRE_FALSE(reading.returned.empty());
            const auto& fields = reading.returned.front().fields;
            CHECK(std::ranges::any_of(
                fields, [](const auto& f) { return f.is("X-Mailreeve-Stamp"); }));
            CHECK(reading.truncated);
        }
    }

    TEST_CASE("the type of a report is known though it has too many parts")
    {
        const auto parts = repeated("--b\n\nx\n", 1'000);
        for (const auto& [type, kind] :
             {std::pair{"feedback-report", Class::Report},
              std::pair{"disposition-notification", Class::Mdn}}) {
            const auto message = "From: a@example.net\nContent-Type: multipart/report; "
                                 "report-type=" +
                                 std::string{type} + "; boundary=b\n\n" + parts;
            CHECK(name(read(message, true).kind) == name(kind));
            CHECK(read(message, true).truncated);
        }
    }

    TEST_CASE("no message costs more than 50 ms, or grows without a bound")
    {
        const ReadingLimits limits;
        double slowest = 0;
        for (const auto& c : hostile()) {
            CAPTURE(c.name);
            const auto begin = std::clock();
            const auto reading = read(c.message, true, limits);
            const auto ms =
                1'000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
            CHECK(ms < 50 * slowness);
            slowest = std::max(slowest, ms);
            CHECK(reading.returned.size() <= limits.blocks);
            CHECK(reading.references.size() <= limits.references);
            CHECK(reading.recipients.size() <= limits.recipients);
            for (const auto& block : reading.returned)
                CHECK(block.fields.size() <= limits.fields);
        }
        MESSAGE("slowest: ", slowest, " ms");
    }
}

} // namespace mailreeve::bounce
