#include "mailreeve/bounce/reading.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <initializer_list>
#include <string>
#include <string_view>
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

constexpr std::string_view field = "X-Mailreeve-Stamp: v=1; k=a; t=1; n=b; m=c\n";
constexpr std::string_view id = "Message-ID: <a@example.com>\n";

std::string joined(std::initializer_list<std::string_view> texts)
{
    std::string all;
    for (const auto text : texts)
        all += text;
    return all;
}

// A bounce by its header, with more of the header, or with the body.
std::string bounce(std::string_view rest)
{
    constexpr std::string_view header =
        "From: MAILER-DAEMON@mx.example.net\n"
        "Subject: Undelivered Mail Returned to Sender\n";
    return joined({header, rest});
}

std::string report(std::string_view status, std::string_view returned)
{
    constexpr std::string_view type =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n";
    return bounce(
        joined({type, "--b\nContent-Type: message/delivery-status\n\n", status,
                "\n--b\nContent-Type: message/rfc822\n\n", returned, "\n--b--\n"}));
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
        message += bounce(joined({inside, "\n\n"}));
    return joined({message, "From: a@example.com\n\nEnd.\n"});
}

std::string nested_reports(std::size_t depth)
{
    std::string message;
    for (std::size_t i = 0; i < depth; ++i) {
        const auto name = "b" + std::to_string(i);
        message +=
            bounce(joined({"Content-Type: multipart/report; boundary=", name, "\n\n--",
                           name, "\nContent-Type: message/rfc822\n\n"}));
    }
    return joined({message, id, "\nEnd.\n"});
}

// Each level takes a third of the size more.
std::string encoded(std::size_t depth)
{
    auto message = bounce(joined({"\n", filled("A: b\n\n", 30'000)}));
    for (std::size_t i = 0; i < depth; ++i)
        message = bounce(joined({"Content-Type: message/rfc822\n"
                                 "Content-Transfer-Encoding: base64\n\n",
                                 base64(message)}));
    return message;
}

// A bounce of that type.
std::string typed(std::string_view type, std::string_view body)
{
    return bounce(joined({"Content-Type: ", type, "\n\n", body}));
}

std::string plain(std::string_view body)
{
    return bounce(joined({"\n", body}));
}

struct Case {
    const char* name;
    std::string message;
    Class kind = Class::Bounce;
};

std::vector<Case> hostile_headers()
{
    const auto dsn = Class::Dsn;
    return {
        {"a header block of a megabyte",
         report("", joined({id, filled(field, megabyte)})), dsn},
        {"one field of a megabyte",
         report("", joined({id, "X-A: ", filled("a", megabyte)})), dsn},
        {"one field folded a hundred thousand times",
         report("", joined({id, "X-A: a\n", filled(" a\n", megabyte)})), dsn},
        {"a line that lost its folding, again and again",
         report("", joined({id, "X-A: a\n", filled("a\n", megabyte)})), dsn},
        {"a thousand stamps", report("", joined({repeated(field, 1'000), id})), dsn},
        {"recipients",
         report(filled("Final-Recipient: rfc822; a@b\nAction: failed\n\n", megabyte),
                id),
         dsn},
        {"a subject of a megabyte",
         bounce(joined({"Subject: ", filled("=?utf-8?q?a?= ", megabyte), "\n\n"}))},
        {"ids", bounce(joined({"References: ", filled("<a@b> ", 100'000), "\n\n"}))},
    };
}

std::vector<Case> hostile_texts()
{
    return {
        {"a thousand header blocks", plain(repeated(joined({id, field, "\n"}), 1'000))},
        {"blocks with nothing between", plain(filled("A: b\n\n", megabyte))},
        {"empty lines in headers", plain(filled("To: b\n\n", megabyte))},
        {"fields of a status", plain(filled("Received: a\nStatus: 1\n", megabyte))},
        {"statuses and traces",
         plain(filled("Action: a\nStatus: 1\nReceived: b\n", megabyte))},
        {"quoted lines", plain(filled("> Subject: a\n", megabyte))},
        {"marks of quoting", plain(filled(">|> ", megabyte))},
        {"lines of quoting marks",
         plain(filled(joined({filled(">", 90), "\n"}), megabyte))},
        {"one line", plain(filled("a ", megabyte))},
        {"colons", plain(filled("a:", megabyte))},
        {"nothing but zeros", plain(std::string(megabyte, '\0'))},
        {"a megabyte of base64", bounce(joined({"Content-Transfer-Encoding: base64\n\n",
                                                filled("QUFBQUFB\n", megabyte)}))},
        {"HTML tags", typed("text/html", filled("<p>a", megabyte))},
        {"HTML that does not end", typed("text/html", filled("<!--", megabyte))},
        {"a charset of many bytes",
         typed("text/plain; charset=iso-2022-jp", filled("\x1b$B$3", megabyte))},
    };
}

std::vector<Case> hostile_parts()
{
    const auto html = joined(
        {"--b\nContent-Type: text/html\n\n", filled("<p>A: b</p>\n<p>\n", 10'000)});
    return {
        {"boundaries", typed("multipart/mixed; boundary=x", filled("--b\n", megabyte))},
        {"parts behind a wrong boundary",
         typed("multipart/mixed; boundary=x",
               filled("--b\nContent-Type: text/html\n\n<p>Message-ID: <a@b>\n",
                      megabyte))},
        {"HTML of small blocks behind a wrong boundary",
         typed("multipart/report; boundary=x",
               joined({"--b\nContent-Type: text/html\n\n",
                       filled("<p>A: b</p>\n<p>\n", megabyte)}))},
        {"many parts of HTML with small blocks",
         typed("multipart/report; boundary=b", repeated(html, 100))},
        {"a thousand parts", typed("multipart/mixed; boundary=b",
                                   repeated(joined({"--b\n\n", id, "\n"}), 1'000))},
        {"messages a hundred deep", nested(100, "Content-Type: message/rfc822")},
        {"messages in quoted-printable",
         nested(100, "Content-Type: message/rfc822\n"
                     "Content-Transfer-Encoding: quoted-printable")},
        {"messages in base64 inside each other", encoded(12)},
        {"reports a hundred deep", nested_reports(100)},
        {"parts of messages a thousand deep",
         nested(1'000, "Content-Type: message/partial; number=1")},
    };
}

std::vector<Case> hostile()
{
    auto cases = hostile_headers();
    for (auto& others : {hostile_texts(), hostile_parts()})
        cases.insert(cases.end(), others.begin(), others.end());
    return cases;
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("the front of a header that is too large is read")
    {
        for (const auto& message :
             {report("", joined({id, field, filled("X-A: b\n", megabyte)})),
              report("", joined({id, field, "X-A: ", filled("a", megabyte)})),
              report("", joined({id, repeated(field, 1'000)})),
              plain(joined({id, field, filled("X-A: b\n", megabyte)}))}) {
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
            const auto message =
                joined({"From: a@example.net\nContent-Type: multipart/report; "
                        "report-type=",
                        type, "; boundary=b\n\n", parts});
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
            CHECK(name(reading.kind) == name(c.kind));
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
