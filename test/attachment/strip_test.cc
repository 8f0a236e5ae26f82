#include "mailreeve/attachment/strip.hh"

#include "mailreeve/mime/parameter.hh"
#include "test/attachment/strip_ground.hh"
#include "test/support/hostile.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

using test::at;
using test::text_at;
using test::tree;
using test::without;

// NOLINTNEXTLINE(cert-err58-cpp): a test may end where there is no memory
const std::string mixed = "From: a@example.org\n"
                          "MIME-Version: 1.0\n"
                          "Content-Type: multipart/mixed; boundary=b\n"
                          "\n"
                          "preamble\n"
                          "--b\n"
                          "Content-Type: text/plain\n"
                          "\n"
                          "Dear customer,\n"
                          "--b\n"
                          "Content-Type: application/zip; name=run.zip\n"
                          "Content-Transfer-Encoding: base64\n"
                          "\n"
                          "UEsDBA==\n"
                          "\n"
                          "--b  \n"
                          "X-Odd:   kept \n"
                          "\n"
                          "=odd=\t \n"
                          "--b--\n"
                          "epilogue\n";

std::size_t longest_line(std::string_view text)
{
    std::size_t longest = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        longest = std::max(longest, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return longest;
}

bool is_warning(const mime::Entity& entity, std::string_view raw)
{
    return entity.type == "text/plain" && entity.charset == "utf-8" &&
           mime::text(entity, raw, 10'000).find("run.exe (in run.zip)") !=
               std::string::npos;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("a part that goes leaves a warning, and all around it stays")
    {
        for (const auto& raw : {mixed, test::with_crlf(mixed)}) {
            CAPTURE(raw);
            const auto result = without(raw, {{1}}, test::notice(false));
            const auto message = tree(result);
            REQUIRE(test::shape(message) ==
                    "multipart/mixed[text/plain text/plain text/plain]");
            const auto whole = at(message, {1}).whole();
            const auto before = tree(raw);
            const auto gone = at(before, {1}).whole();
            CHECK(result.substr(0, whole.begin) == raw.substr(0, gone.begin));
            CHECK(result.substr(whole.end) == raw.substr(gone.end));
            CHECK(is_warning(at(message, {1}), result));
            CHECK(at(message, {1}).disposition == "attachment");
            CHECK(mime::reading(at(message, {1}).disposition_parameters, "filename") ==
                  "Example Ltd-Attachment-Warning.txt");
            CHECK(longest_line(result) <= 79);
            CHECK((result.find("\r\n") == std::string::npos) ==
                  (raw.find("\r\n") == std::string::npos));
            CHECK(std::ranges::count(result, '\r') ==
                  (raw.find('\r') == std::string::npos
                       ? 0
                       : std::ranges::count(result, '\n')));
        }
    }

    TEST_CASE("the text in front has the notice, if it is wanted")
    {
        const auto result = without(mixed, {{1}});
        CHECK(text_at(result, {0}) == test::notice_lines() + "Dear customer,");
        CHECK(text_at(without(mixed, {{1}}, test::notice(false)), {0}) ==
              "Dear customer,");
    }

    TEST_CASE("nothing to remove changes nothing")
    {
        CHECK(plan_strip(tree(mixed), mixed, {}, test::notice()).empty());
        CHECK(without(mixed, {}) == mixed);
    }

    TEST_CASE("each part that goes leaves a warning of its own")
    {
        const auto result = without(mixed, {{1}, {2}});
        const auto message = tree(result);
        CHECK(test::shape(message) ==
              "multipart/mixed[text/plain text/plain text/plain]");
        CHECK(is_warning(at(message, {1}), result));
        CHECK(is_warning(at(message, {2}), result));
        CHECK(result.ends_with("\n--b--\nepilogue\n"));
    }

    TEST_CASE("of very many warnings most are short")
    {
        std::string raw = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (int i = 0; i < 500; ++i)
            raw += "--b\n\nx\n";
        const auto message = tree(raw);
        std::vector<Removal> removals;
        for (const auto& part : message.parts)
            removals.push_back({&part, {}, test::run_exe()});
        const auto result =
            stripped(message, raw, plan_strip(message, raw, removals, test::notice()));
        CHECK(tree(result).parts.size() == 500);
        CHECK(result.size() < 500 * 400);
        CHECK(is_warning(at(tree(result), {499}), result));
    }

    TEST_CASE("a message that is one file becomes the warning")
    {
        const std::string raw = "Subject: your invoice\n"
                                "Content-Type: application/zip; name=run.zip\n"
                                "Content-MD5: Q2hlY2s=\n"
                                "content-disposition: attachment; filename=run.zip\n"
                                "Content-Transfer-Encoding: base64\n"
                                "Content-Disposition: inline\n"
                                "X-Last: yes\n"
                                "\n"
                                "UEsDBA==\n";
        for (const auto& given : {raw, test::with_crlf(raw)}) {
            const auto result = without(given, {{}});
            CAPTURE(result);
            const auto message = tree(result);
            CHECK(is_warning(message, result));
            CHECK(message.disposition == "inline");
            CHECK(result.find("Q2hlY2s=") == std::string::npos);
            CHECK(result.find("UEsDBA") == std::string::npos);
            CHECK(result.starts_with("Subject: your invoice"));
            CHECK(result.find("X-Last: yes") != std::string::npos);
            CHECK(std::ranges::count_if(message.fields, [](const auto& field) {
                      return field.is("Content-Disposition");
                  }) == 1);
            CHECK(std::ranges::count_if(message.fields, [](const auto& field) {
                      return field.is("MIME-Version") && field.value == " 1.0";
                  }) == 1);
        }
    }

    TEST_CASE("of several fields of a name the last is deleted first")
    {
        const std::string raw = "Content-Type: a/b\nContent-Type: c/d\n"
                                "Content-Type: e/f\nMIME-Version: 1.0\n\nx\n";
        const auto message = tree(raw);
        const auto plan = plan_strip(
            message, raw, std::vector{Removal{&message, {}, test::run_exe()}},
            test::notice());
        REQUIRE(plan.header.size() == 5);
        CHECK(plan.header[0] == HeaderChange{"Content-Type", 3, {}});
        CHECK(plan.header[1] == HeaderChange{"Content-Type", 2, {}});
        CHECK(plan.header[2].index == 1);
        CHECK(plan.header[3].index == 0);
        CHECK(plan.edits.size() == 1);
    }

    TEST_CASE("a message inside, which is the file, keeps its own header")
    {
        const std::string raw = "Content-Type: multipart/mixed; boundary=b\n"
                                "\n"
                                "--b\n"
                                "Content-Type: message/rfc822\n"
                                "\n"
                                "Subject: inside\n"
                                "Content-Type: application/zip\n"
                                "\n"
                                "PK\n"
                                "--b--\n";
        const auto result = without(raw, {{0, 0}});
        const auto message = tree(result);
        CHECK(test::shape(message) == "multipart/mixed[message/rfc822[text/plain]]");
        CHECK(is_warning(at(message, {0, 0}), result));
        CHECK(result.find("Subject: inside\n") != std::string::npos);
        CHECK(test::shape(tree(without(raw, {{0}}))) == "multipart/mixed[text/plain]");
    }

    TEST_CASE("what is inside of a part that goes is told with it")
    {
        const std::string raw = "Content-Type: multipart/mixed; boundary=b\n"
                                "\n"
                                "--b\n"
                                "Content-Type: multipart/related; boundary=c\n"
                                "\n"
                                "--c\n"
                                "\n"
                                "PK\n"
                                "--c--\n"
                                "--b--\n";
        const auto result = without(raw, {{0}, {0, 0}});
        CHECK(test::shape(tree(result)) == "multipart/mixed[text/plain]");
    }

    TEST_CASE("parts without content, line ends or an end are replaced all the same")
    {
        const std::string head = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (const auto* const body :
             {"--b\n--b--\n", "--b\n\n--b--\n", "--b\n\n\n--b--\n", "--b\n\nx", "--b",
              "--b\n", "--b\nContent-Type: a/b\n--b--", "--b\r\n\r\nx\r\n--b--"}) {
            CAPTURE(body);
            const auto raw = head + body;
            const auto result = without(raw, {{0}});
            CAPTURE(result);
            const auto message = tree(result);
            CHECK(test::shape(message) == "multipart/mixed[text/plain]");
            CHECK(message.closed == tree(raw).closed);
            CHECK(is_warning(at(message, {0}), result));
        }
    }

    TEST_CASE("an uuencoded file leaves a line in brackets")
    {
        const std::string text = "before\nbegin 644 run.exe\n#AAAA\n`\nend\nafter\n";
        const std::string raw = "Subject: x\n\n" + text;
        const auto message = tree(raw);
        const auto begin = text.find("begin");
        const Removal removal{&message, mime::Span{begin, text.find("after")},
                              test::run_exe()};
        const auto cut = [&](const Notice& notice) {
            return stripped(message, raw,
                            plan_strip(message, raw, std::vector{removal}, notice));
        };
        const std::string expected =
            "before\n[File removed: run.exe, run.zip]\nafter\n";
        CHECK(cut(test::notice(false)) == "Subject: x\n\n" + expected);
        CHECK(cut(test::notice()) ==
              "Subject: x\n\n" + test::notice_lines() + expected);
    }

    TEST_CASE("a file in an encoded text goes, and the rest of the text stays")
    {
        const std::string text =
            "J\xc3\xbcrgen\r\nbegin 644 run.exe\r\n#AAAA\r\nend\r\n";
        const std::string quoted = "J=C3=BCrgen\nbegin 644 run.exe\n#AAAA\nend\n";
        const std::string base64 =
            "SsO8cmdlbg0KYmVnaW4gNjQ0IHJ1bi5leGUNCiNBQUFBDQplbmQNCg==\n";
        for (const bool is_quoted : {true, false}) {
            CAPTURE(is_quoted);
            const std::string encoding = is_quoted ? "quoted-printable" : "base64";
            const auto raw = "Content-Type: text/plain; charset=utf-8\n"
                             "Content-Transfer-Encoding: " +
                             encoding + "\n\n" + (is_quoted ? quoted : base64);
            const auto message = tree(raw);
            const auto whole = mime::decoded(message, raw, 1'000);
            const auto begin = whole.find("begin");
            REQUIRE(begin != std::string::npos);
            const Removal removal{&message, mime::Span{begin, whole.size()},
                                  test::run_exe()};
            const auto result = stripped(
                message, raw,
                plan_strip(message, raw, std::vector{removal}, test::notice(false)));
            const auto end = is_quoted ? "\n" : "\r\n";
            CHECK(text_at(result, {}) == std::string{"J\xc3\xbcrgen"} + end +
                                             "[File removed: run.exe, run.zip]" + end);
            CHECK(tree(result).encoding == encoding);
        }
    }

    TEST_CASE("files that overlap leave one line")
    {
        const std::string text = "1\n2\n3\n4\n5\n";
        const std::string raw = "Subject: x\n\n" + text;
        const auto message = tree(raw);
        const std::vector<Removal> removals{
            {&message, mime::Span{4, 8}, {{"b"}, "", ""}},
            {&message, mime::Span{2, 6}, {{"a"}, "", ""}},
            {&message, mime::Span{8, 10}, {{"c"}, "", ""}}};
        CHECK(stripped(message, raw,
                       plan_strip(message, raw, removals, test::notice(false))) ==
              "Subject: x\n\n1\n[File removed: a]\n[File removed: c]\n");
    }

    TEST_CASE("fewer lines do not let the header go on")
    {
        std::string raw = "Subject: x\n";
        for (int i = 0; i < 40; ++i)
            raw += "a line that is no field\n";
        raw += "Content-Type: text/html\n";
        const auto message = tree(raw);
        REQUIRE(message.fields.size() == 1);
        const Removal removal{&message, mime::Span{24, std::size_t{24} * 30},
                              test::run_exe()};
        const auto result = stripped(
            message, raw,
            plan_strip(message, raw, std::vector{removal}, test::notice(false)));
        CHECK(tree(result).fields.size() == 1);
        CHECK(tree(result).type == "text/plain");
    }

    TEST_CASE("a text in an encoding that we do not write goes as a whole")
    {
        const std::string raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                                "Content-Transfer-Encoding: x-uuencode\n\n"
                                "begin 644 x\n#AAAA\nend\n--b--\n";
        const auto message = tree(raw);
        const Removal removal{&at(message, {0}), mime::Span{0, 1}, test::run_exe()};
        const auto result = stripped(
            message, raw,
            plan_strip(message, raw, std::vector{removal}, test::notice(false)));
        CHECK(is_warning(at(tree(result), {0}), result));
    }

    TEST_CASE("the field that names what is gone is bounded ASCII with the hash")
    {
        const auto message = tree(mixed);
        const Removal removal{&at(message, {1}), {}, test::run_exe()};
        CHECK(stripped_value(std::vector{removal}, "abc") ==
              "names=\"run.exe, run.zip\" rules=\"programs\"\n"
              "\tsha256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
              "ad");
        for (const auto& text : test::hostile_texts()) {
            const std::vector<Removal> many(
                100, Removal{&at(message, {1}), {}, {{text, text + "x"}, text, text}});
            const auto value = stripped_value(many, mixed);
            CAPTURE(value);
            CHECK(value.size() < 3'000);
            CHECK(value.find("sha256=") != std::string::npos);
            CHECK(std::ranges::all_of(value, [](char c) {
                return (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
            }));
            CHECK(longest_line(value) <= 998);
        }
    }

    TEST_CASE("hostile names stay names in the warning and in its header")
    {
        for (const auto& text : test::hostile_texts()) {
            CAPTURE(text);
            auto told = test::notice();
            told.organization = text;
            told.settings.file = "{organization}.txt";
            const auto message = tree(mixed);
            const Removal removal{&at(message, {1}), {}, {{text}, text, text}};
            const auto result = stripped(
                message, mixed, plan_strip(message, mixed, std::vector{removal}, told));
            const auto after = tree(result);
            REQUIRE(after.parts.size() == 3);
            CHECK(at(after, {1}).fields.size() == 3);
            CHECK(longest_line(at(after, {1}).whole().of(result)) <= 78);
            CHECK(longest_line(result) <= 998);
            const auto name =
                mime::reading(at(after, {1}).disposition_parameters, "filename");
            CHECK(name == warning_file_name(told));
        }
    }
}

} // namespace mailreeve::attachment
