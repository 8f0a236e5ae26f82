#include "mailreeve/mime/embedded.hh"

#include "test/support/corpus.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mailreeve::mime {

namespace {

std::string told(const std::vector<Embedded>& files, std::string_view text)
{
    std::string all;
    for (const auto& file : files)
        all += std::string{name(file.how)} + " [" + file.name + "] " +
               decoded(file, text, 1'000) + (file.complete ? "" : " (open)") + "\n";
    return all;
}

std::string files_in(std::string_view text)
{
    return told(embedded_files(text), text);
}

// "evil.exe", whose data are "MZ", 0x90 itself, a run of eight letters, and "b".
constexpr std::string_view binhex =
    "(This file must be converted with BinHex 4.0)\n"
    "\n"
    ":#'9fD@`ZCAKP!%&38%aNEh0K!*!&$!#3\"!%#69U3!''3#')$\"!8':\n";

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("files that stand in a text are found")
    {
        struct Case {
            const char* name;
            std::string text;
            std::string files;
        };
        const Case cases[] = {
            {"uuencode", "hello\nbegin 644 a b.exe\n#86)C\n`\nend\nbye\n",
             "uuencode [a b.exe] abc\n"},
            {"with CRLF", "begin 644 a\r\n#86)C\r\n`\r\nend\r\n", "uuencode [a] abc\n"},
            {"in capitals", "BEGIN 0644 a\n#86)C\n`\nEND\n", "uuencode [a] abc\n"},
            {"more modes", "begin 100644 a\n#86)C\nend\n", "uuencode [a] abc\n"},
            {"without a name", "begin 644\n#86)C\nend\n", "uuencode [] abc\n"},
            {"spaces for nought", "begin 644 a\n#   !\n \nend\n",
             "uuencode [a] " + std::string("\0\0\x01", 3) + "\n"},
            {"spaces lost", "begin 644 a\n$86)C\nend\n",
             "uuencode [a] abc" + std::string(1, '\0') + "\n"},
            {"a check sum", "begin 644 a\n#86)CX\nend\n", "uuencode [a] abc\n"},
            {"quoted", "> begin 644 a\n> #86)C\n> `\n> end\n", "uuencode [a] abc\n"},
            {"quoted in many ways",
             "| begin 644 a\n> #86)C\n  #86)C\n> > #86)C\n#86)C\n| `\n> end\n",
             "uuencode [a] abcabcabcabc\n"},
            {"base64 quoted in many ways",
             "> begin-base64 644 a\n| YWJj\n> YWJj\n YWJj\n> ====\n",
             "uuencode of base64 [a] abcabcabc\n"},
            {"indented", "  begin 644 a\n  #86)C\n  `\n  end\n", "uuencode [a] abc\n"},
            {"indented begin alone", "  begin 644 a\n#86)C\n`\nend\n",
             "uuencode [a] abc\n"},
            {"a line that begins like a quote",
             "begin 644 a\n>86)C86)C86)C86)C86)C"
             "86)C86)C86)C86)C86)C\n`\nend\n",
             "uuencode [a] abcabcabcabcabcabcabcabcabcabc\n"},
            {"open", "begin 644 a\n#86)C\nAnd so on.\n", "uuencode [a] abc (open)\n"},
            {"cut", "begin 644 a\n#86)C", "uuencode [a] abc (open)\n"},
            {"an empty line in front", "begin 644 a\n\n#86)C\nend\n",
             "uuencode [a] abc\n"},
            {"junk among it", "begin 644 a\n#86)C\njunk line\n\n#86)C\nend\n",
             "uuencode [a] abcabc\n"},
            {"two", "begin 644 a\n#86)C\nbegin 644 b\n#86)C\nend\n",
             "uuencode [a] abc (open)\nuuencode [b] abc\n"},
            {"an empty file", "begin 644 a\n`\nend\n", "uuencode [a] \n"},
            {"base64", "begin-base64 644 a\nYW\nJj\n====\n",
             "uuencode of base64 [a] abc\n"},
            {"base64, open", "begin-base64 644 a\nYWJj\n",
             "uuencode of base64 [a] abc "
             "(open)\n"},
            {"yenc",
             "=ybegin line=128 size=3 name=a b.exe\n\x8b\x8c\x8d\r\n=yend "
             "size=3\n",
             "yenc [a b.exe] abc\n"},
            {"yenc with an escape", "=ybegin line=128 size=1 name=a\n=\x7d\n=yend\n",
             "yenc [a] \x13\n"},
            {"a part of yenc",
             "=ybegin part=1 line=128 size=3 name=a\n=ypart begin=1 end=3\n"
             "\x8b\x8c\x8d\n=yend size=3 part=1\n",
             "yenc [a] abc\n"},
            {"yenc, open", "=ybegin line=128 size=3 name=a\n\x8b",
             "yenc [a] a (open)\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(files_in(c.text) == c.files);
        }
    }

    TEST_CASE("BinHex tells its name inside")
    {
        const std::string file = "MZ\x90"
                                 "aaaaaaaab";
        CHECK(files_in(binhex) == "binhex [evil.exe] " + file + "\n");
        const std::string cut{binhex.substr(0, binhex.rfind(':'))};
        CHECK(files_in(cut) == "binhex [evil.exe] " + file + " (open)\n");
        CHECK(files_in(std::string{binhex.substr(0, 52)}) == "binhex []  (open)\n");
    }

    TEST_CASE("words that only look like the beginning of a file are none")
    {
        for (const auto* text :
             {"begin with the first\nand end\n", "begin 644 a\nThis is prose.\n",
              "begin 12 a\n#86)C\nend\n", "begin 698 a\n#86)C\nend\n",
              "begin 644-a\n#86)C\nend\n", "begin644 a\n#86)C\nend\n",
              "xbegin 644 a\n#86)C\nend\n", "begin 644 a\n#86)C86)C86)C\nend of it\n",
              "begin 644 a\n", "begin 644 a", "begin", "=ybegin line=128\nx\n",
              "=ybeginning name=a\n",
              "(This file must be converted with BinHex 4.0)\nno stream\n", ""}) {
            CAPTURE(text);
            CHECK(files_in(text).empty());
        }
    }

    TEST_CASE("spans tell where a file stands")
    {
        const std::string text = "hello\nbegin 644 a\n#86)C\n`\nend\nbye\n";
        const auto files = embedded_files(text);
        REQUIRE(files.size() == 1);
        CHECK(files[0].where.of(text) == "begin 644 a\n#86)C\n`\nend\n");
        CHECK(files[0].content.of(text) == "#86)C\n`\n");
        const auto open = embedded_files("begin 644 a\n#86)C\nand so on\n");
        REQUIRE(open.size() == 1);
        CHECK(open[0].where == Span{0, 18});
    }

    TEST_CASE("no more files are found, and no more is decoded, than asked for")
    {
        std::string text;
        for (int i = 0; i < 10; ++i)
            text += "=ybegin line=128 size=3 name=a\n\x8b\x8c\x8d\n";
        CHECK(embedded_files(text, 3).size() == 3);
        CHECK(embedded_files(text, 0).empty());
        CHECK(embedded_files(text).size() == 10);
        CHECK(decoded(embedded_files(text)[0], text, 2) == "ab");
        CHECK(decoded(embedded_files(text)[0], text, 0).empty());
    }

    TEST_CASE("many beginnings cost no more than their lines")
    {
        std::string text;
        for (int i = 0; i < 100'000; ++i)
            text += "begin 644 a\n";
        CHECK(embedded_files(text).empty());
        text.clear();
        for (int i = 0; i < 50'000; ++i)
            text += "begin 644 a\n#86)C\n";
        CHECK(embedded_files(text, 1'000'000).size() == 50'000);
    }

    TEST_CASE("files of the corpus in texts are found" *
              doctest::skip(!test::has_corpus()))
    {
        std::size_t messages = 0;
        for (const auto& file : test::corpus_messages()) {
            const auto features = file.column("features");
            const auto bytes = file.bytes();
            CAPTURE(file.path);
            if (file.column("category") == "hamspam")
                CHECK(embedded_files(bytes).empty());
            if (features.find("uuencode") == std::string::npos &&
                features.find("yenc") == std::string::npos)
                continue;
            CHECK_FALSE(embedded_files(bytes).empty());
            ++messages;
        }
        CHECK(messages >= 6);
    }
}

} // namespace mailreeve::mime
