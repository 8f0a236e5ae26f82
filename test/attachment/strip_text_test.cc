#include "mailreeve/attachment/strip.hh"

#include "test/attachment/strip_ground.hh"

#include <algorithm>
#include <string>

namespace mailreeve::attachment {

namespace {

using namespace std::string_literals;
using test::at;
using test::notice_lines;
using test::text_at;
using test::tree;
using test::without;

// A text and a file.
std::string letter(const std::string& header, const std::string& content,
                   const std::string& line_end = "\n")
{
    const auto text =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + header + "\n";
    const std::string rest = "\n--b\nContent-Type: application/zip\n\nPK\n--b--\n";
    if (line_end == "\n")
        return text + content + rest;
    return test::with_crlf(text) + content + test::with_crlf(rest);
}

// NOLINTBEGIN(cert-err58-cpp): a test may end where there is no memory
const std::string plain = "Content-Type: text/plain; charset=";
const std::string base64 = "Content-Transfer-Encoding: base64\n";
const std::string quoted = "Content-Transfer-Encoding: quoted-printable\n";
const std::string eight = "Content-Transfer-Encoding: 8bit\n";
// NOLINTEND(cert-err58-cpp)

std::string without_returns(std::string text)
{
    std::erase(text, '\r');
    return text;
}

// What stands at the front of the raw text, up to what was sent.
std::string raw_text(const std::string& result)
{
    return std::string{at(tree(result), {0}).content.of(result)};
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("the notice stands in front of a text in its own charset and encoding")
    {
        struct Case {
            const char* name;
            std::string header;
            std::string content;
            bool kept = true; // what was sent stands behind the notice, byte for byte
        };
        const Case cases[] = {
            {"nothing told", "", "Dear customer"},
            {"empty", plain + "utf-8\n", ""},
            {"us-ascii", plain + "us-ascii\n", "Dear customer\n\n"},
            {"utf-8", plain + "utf-8\n" + eight, "J\xc3\xbcrgen"},
            {"iso-8859-1", plain + "iso-8859-1\n" + eight, "J\xfcrgen"},
            {"windows-1252", plain + "Windows-1252\n" + eight, "\x80 10"},
            {"koi8-r", plain + "koi8-r\n" + eight, "\xf0\xf2"},
            {"shift_jis", plain + "shift_jis\n" + eight, "\x82\xa0\\"},
            {"iso-2022-jp", plain + "iso-2022-jp\n", "\x1b$B$\"\x1b(B"},
            {"utf-7", plain + "utf-7\n", "J+APw-rgen"},
            {"flowed", plain + "utf-8; format=flowed\n", "Dear \ncustomer\n> x"},
            {"quoted-printable", plain + "utf-8\n" + quoted, "J=C3=BC=\nrgen =20\n=3D"},
            {"quoted-printable, empty", plain + "utf-8\n" + quoted, ""},
            {"quoted-printable utf-16le", plain + "utf-16le\n" + quoted, "A=00B=00"},
            {"base64", plain + "utf-8\n" + base64, "SsO8cmdl\nbg=="},
            {"base64, odd lines", plain + "utf-8\n" + base64, "Ss O8\n\ncm\ndlbg=="},
            {"base64, empty", plain + "utf-8\n" + base64, ""},
            {"base64, in pieces", plain + "utf-8\n" + base64, "SsO8cg==\nZ2Vu"},
            {"utf-16le", plain + "utf-16le\n" + base64, "QQBCAA=="},
            {"utf-16be", plain + "utf-16be\n" + base64, "AEEAQg=="},
            {"utf-16, no mark", plain + "utf-16\n" + base64, "QQBCAA=="},
            {"utf-32le", plain + "utf-32le\n" + base64, "QQAAAA=="},
        };
        for (const auto& c : cases)
            for (const auto* const line_end : {"\n", "\r\n"}) {
                CAPTURE(c.name);
                CAPTURE(line_end);
                const auto content = std::string{line_end} == "\n"
                                         ? c.content
                                         : test::with_crlf(c.content);
                const auto raw = letter(c.header, content, line_end);
                const auto result = without(raw, {{1}});
                const auto before = without_returns(text_at(raw, {0}));
                auto after = without_returns(text_at(result, {0}));
                REQUIRE(after.starts_with(notice_lines()));
                after.erase(0, notice_lines().size());
                if (at(tree(raw), {0}).encoding == "base64") // made a multiple of three
                    after.erase(0,
                                std::min(after.find_first_not_of('\n'), after.size()));
                CHECK(after == before);
                CHECK(raw_text(result).ends_with(content));
                CHECK(test::shape(tree(result)) ==
                      "multipart/mixed[text/plain text/plain]");
            }
    }

    TEST_CASE("a byte order mark stays in front")
    {
        struct Case {
            const char* name;
            std::string header;
            std::string content;
            std::string expected; // from the front of the text, in UTF-8
        };
        const Case cases[] = {
            {"utf-16 base64", plain + "utf-16\n" + base64, "//5BAEIA", "AB"},
            {"utf-16 big endian", plain + "utf-16\n" + base64, "/v8AQQBC", "AB"},
            {"utf-16 quoted", plain + "utf-16\n" + quoted, "=FF=FEA=00B=00", "AB"},
            {"utf-32", plain + "utf-32\n" + base64, "//4AAEEAAAA=", "A"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto raw = letter(c.header, c.content);
            const auto result = without(raw, {{1}});
            const auto decoded = mime::decoded(at(tree(result), {0}), result, 10'000);
            const auto mark = mime::decoded(at(tree(raw), {0}), raw, 2);
            CHECK(decoded.starts_with(mark));
            const auto text = without_returns(text_at(result, {0}));
            CAPTURE(text);
            CHECK(text.starts_with(notice_lines()));
            CHECK(text.ends_with(c.expected));
            CHECK(text.size() <= notice_lines().size() + c.expected.size() + 2);
        }
        for (const auto& content :
             {"\xef\xbb\xbfJ"s, "\xef\xbb\xbf--b"s, "\xef\xbb\xbf"s}) {
            const auto raw = letter((plain + "utf-8\n").append(eight), content);
            const auto result = without(raw, {{1}});
            CAPTURE(result);
            CHECK(text_at(result, {0}).find(notice_lines()) <= 3);
            CHECK(test::shape(tree(result)) ==
                  "multipart/mixed[text/plain text/plain]");
        }
    }

    TEST_CASE("a text that we cannot write in has no notice")
    {
        struct Case {
            const char* name;
            std::string header;
        };
        const Case cases[] = {
            {"EBCDIC", plain + "ibm037\n"},
            {"unknown charset", plain + "x-klingon\n"},
            {"unknown encoding", "Content-Transfer-Encoding: x-odd\n"},
            {"uuencode", "Content-Transfer-Encoding: x-uuencode\n"},
            {"wide without encoding", plain + "utf-16le\n" + eight},
            {"attachment", "Content-Disposition: attachment\n"},
            {"unknown disposition", "Content-Disposition: odd\n"},
            {"with a name", "Content-Type: text/plain; name=a.txt\n"},
            {"another type", "Content-Type: text/calendar\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto raw = letter(c.header, "AAAA");
            CHECK(without(raw, {{1}}) == without(raw, {{1}}, test::notice(false)));
        }
    }

    TEST_CASE("names are written in what the charset has")
    {
        struct Case {
            std::string header;
            std::string shown;
        };
        const Case cases[] = {
            {plain + "utf-8\n" + eight, "J\xc3\xbc\xe2\x82\xac.exe"},
            {plain + "utf-8\n", "J??.exe"},
            {plain + "iso-8859-1\n" + eight, "J\xc3\xbc?.exe"},
            {plain + "koi8-r\n" + quoted, "J??.exe"},
            {plain + "utf-8\n" + base64, "J\xc3\xbc\xe2\x82\xac.exe"},
            {plain + "utf-16le\n" + base64, "J\xc3\xbc\xe2\x82\xac.exe"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.header);
            const auto raw = letter(c.header, "");
            const auto message = tree(raw);
            const Removal removal{
                &at(message, {1}), {}, {{"J\xc3\xbc\xe2\x82\xac.exe"}, "", ""}};
            const auto result = stripped(
                message, raw,
                plan_strip(message, raw, std::vector{removal}, test::notice()));
            CHECK(text_at(result, {0}).find("Warning: (" + c.shown + ").") !=
                  std::string::npos);
        }
    }

    TEST_CASE("in HTML the notice is the first that is shown")
    {
        struct Case {
            const char* name;
            std::string before;
            std::string behind;
        };
        const Case cases[] = {
            {"no tags", "", "Dear"},
            {"body", "<html><head><title>x<body></title></head><BODY class='a>b'>",
             "\n<p>Dear"},
            {"no body", "<!doctype html><html>\n<head><meta charset=utf-8></head>",
             "Dear <body>"},
            {"body in a comment", "<!-- <body> -->", "Dear"},
            {"style", "<style>a<body></style>", "<div><body>"},
            {"comment without an end", "<html>", "<!-- <body>"},
            {"tag without an end", "<html>", "<body class="},
            {"looks like a boundary", "<body>", "--b\nDear"},
        };
        for (const auto& c : cases)
            for (const auto& encoding : {""s, quoted, base64}) {
                CAPTURE(c.name);
                CAPTURE(encoding);
                auto content = c.before + c.behind;
                auto coded = content;
                if (encoding == base64)
                    coded = test::base64_of(content);
                else if (encoding == quoted)
                    for (auto i = coded.find('='); i != std::string::npos;
                         i = coded.find('=', i + 1))
                        coded.replace(i, 1, "=3D");
                const auto raw = letter(
                    "Content-Type: text/html; charset=utf-8\n" + encoding, coded);
                const auto result = without(raw, {{1}});
                CAPTURE(result);
                const auto text = without_returns(text_at(result, {0}));
                REQUIRE(text.starts_with(c.before));
                CHECK(text.ends_with(c.behind));
                const auto put =
                    text.substr(c.before.size(), text.size() - content.size());
                CHECK(put.find("<p>Warning: This") <= 1);
                CHECK(put.find("(run.exe, run.zip).<br>") != std::string::npos);
                CHECK(test::shape(tree(result)) ==
                      "multipart/mixed[text/html text/plain]");
            }
    }

    TEST_CASE("where an encoding is broken before the place, it is encoded anew")
    {
        for (const auto& content :
             {base64 + "\nPGJv!ZHk+SGVsbG8=", // <body>Hello
              base64 + "\nPGJv\n\tZHk+SGVsbG8=", quoted + "\n<=body>Hello"}) {
            const auto raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                             "Content-Type: text/html\n" +
                             content + "\n--b\n\nPK\n--b--\n";
            CAPTURE(raw);
            const auto before = without_returns(text_at(raw, {0}));
            const auto result = without(raw, {{1}});
            const auto text = without_returns(text_at(result, {0}));
            const auto begin = text.find("<p>Warning: This");
            const auto end = text.find("</p>");
            REQUIRE(end != std::string::npos);
            CHECK(text.substr(0, begin == 0 ? 0 : begin - 1) +
                      text.substr(text.find_first_not_of('\n', end + 4)) ==
                  before);
            CHECK(at(tree(result), {0}).encoding == at(tree(raw), {0}).encoding);
        }
    }

    TEST_CASE("in HTML of wide characters the notice stands behind the body, too")
    {
        std::string content = "\xff\xfe";
        for (const char c : "<html><body>Dear"s)
            content += std::string{c, '\0'};
        for (const auto& charset : {"utf-16\n"s, "utf-16le\n"s}) {
            const auto header = "Content-Type: text/html; charset=" + charset;
            const auto raw = letter(header + base64, test::base64_of(content));
            const auto text = without_returns(text_at(without(raw, {{1}}), {0}));
            CAPTURE(text);
            CHECK(text.find("<html><body>\n<p>Warning: This") <= 3);
            CHECK(text.ends_with("</p>\nDear"));
        }
    }

    TEST_CASE("HTML that shifts has the notice before it does")
    {
        struct Case {
            std::string charset;
            std::string content;
            std::string expected;
        };
        const Case cases[] = {
            {"iso-2022-jp", "<html>\x1b$B$\"\x1b(B<body>x", "<html>\n<p>Warning"},
            {"iso-2022-jp", "<html><body>\x1b$B$\"\x1b(B", "<html><body>\n<p>Warning"},
            {"utf-7", "<html>+AGE-<body>x", "<html>\n<p>Warning"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.content);
            const auto raw = letter(
                "Content-Type: text/html; charset=" + c.charset + "\n", c.content);
            CHECK(raw_text(without(raw, {{1}})).starts_with(c.expected));
        }
    }

    TEST_CASE("a name cannot bring a tag or a long line into HTML")
    {
        const auto raw = letter("Content-Type: text/html\n", "<body>Dear");
        const auto message = tree(raw);
        const std::string name = std::string(100, '"') + "<script>&.exe";
        std::vector<Removal> removals;
        removals.reserve(50);
        for (int i = 0; i < 50; ++i)
            removals.push_back(
                {&at(message, {1}), {}, {{name + std::to_string(i)}, "", ""}});
        const auto result =
            stripped(message, raw, plan_strip(message, raw, removals, test::notice()));
        const auto text = text_at(result, {0});
        CHECK(text.find("<script") == std::string::npos);
        CHECK(text.find("&lt;script&gt;&amp;.exe") != std::string::npos);
        std::size_t column = 0;
        for (const char c : text) {
            column = c == '\n' ? 0 : column + 1;
            REQUIRE(column <= 998);
        }
    }

    TEST_CASE("the first text that is shown has the notice, in each of its forms")
    {
        const std::string raw = "Content-Type: multipart/mixed; boundary=b\n"
                                "\n"
                                "--b\n"
                                "Content-Type: multipart/alternative; boundary=c\n"
                                "\n"
                                "--c\n"
                                "\n"
                                "plain\n"
                                "--c\n"
                                "Content-Type: multipart/related; boundary=d\n"
                                "\n"
                                "--d\n"
                                "Content-Type: text/html\n"
                                "\n"
                                "html\n"
                                "--d\n"
                                "Content-Type: text/html\n"
                                "\n"
                                "second\n"
                                "--d--\n"
                                "--c--\n"
                                "--b\n"
                                "\n"
                                "other\n"
                                "--b\n"
                                "Content-Type: application/zip\n"
                                "\n"
                                "--b--\n";
        const auto result = without(raw, {{2}});
        CHECK(text_at(result, {0, 0}) == notice_lines() + "plain");
        CHECK(text_at(result, {0, 1, 0}).starts_with("<p>Warning: This"));
        CHECK(text_at(result, {0, 1, 1}) == "second");
        CHECK(text_at(result, {1}) == "other");
        CHECK(test::shape(tree(result)) ==
              "multipart/mixed[multipart/alternative[text/plain "
              "multipart/related[text/html text/html]] text/plain text/plain]");
    }

    TEST_CASE("what is signed, or in another message, has no notice")
    {
        const std::string raw = "Content-Type: multipart/mixed; boundary=b\n"
                                "\n"
                                "--b\n"
                                "Content-Type: multipart/signed; boundary=c\n"
                                "\n"
                                "--c\n"
                                "\n"
                                "signed\n"
                                "--c--\n"
                                "--b\n"
                                "Content-Type: message/rfc822\n"
                                "\n"
                                "Subject: x\n"
                                "\n"
                                "inside\n"
                                "--b\n"
                                "\n"
                                "zip\n"
                                "--b--\n";
        const auto result = without(raw, {{2}});
        CHECK(result == without(raw, {{2}}, test::notice(false)));
    }

    TEST_CASE("a text without an empty line in front is still a text")
    {
        const auto raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\ntext\n"
                         "--b\n\nzip\n--b--\n"s;
        const auto result = without(raw, {{1}});
        CHECK(text_at(result, {0}) == notice_lines() + "text");
    }
}

} // namespace mailreeve::attachment
