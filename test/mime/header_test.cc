#include "mailreeve/mime/header.hh"

#include "test/mime/tree.hh"

namespace mailreeve::mime {

using Fields = std::vector<mail::HeaderField>;

TEST_SUITE("mime")
{
    TEST_CASE("a line of a header is told from what is none")
    {
        struct Case {
            std::string line;
            HeaderLine kind;
            HeaderLine first;
        };
        const Case cases[] = {
            {"Subject: x", HeaderLine::Field, HeaderLine::Field},
            {"Subject:", HeaderLine::Field, HeaderLine::Field},
            {"Subject \t: x", HeaderLine::Field, HeaderLine::Field},
            {"s\xc3\xbc: x", HeaderLine::Field, HeaderLine::Field},
            {"--b: x", HeaderLine::Field, HeaderLine::Field},
            {"From : x", HeaderLine::Field, HeaderLine::Field},
            {"", HeaderLine::Empty, HeaderLine::Empty},
            {" x", HeaderLine::Folded, HeaderLine::Other},
            {"\tx: y", HeaderLine::Folded, HeaderLine::Other},
            {" ", HeaderLine::Folded, HeaderLine::Other},
            {"From a@b.example Mon Nov 23", HeaderLine::Other, HeaderLine::Envelope},
            {">From a@b.example Mon 10:00", HeaderLine::Other, HeaderLine::Envelope},
            {"two words: x", HeaderLine::Other, HeaderLine::Other},
            {": x", HeaderLine::Other, HeaderLine::Other},
            {"Subject", HeaderLine::Other, HeaderLine::Other},
            {"a\x7f: x", HeaderLine::Other, HeaderLine::Other},
            {std::string{"a\0: x", 5}, HeaderLine::Other, HeaderLine::Other},
            {"\r", HeaderLine::Other, HeaderLine::Other},
        };
        for (const auto& c : cases) {
            CAPTURE(c.line);
            CHECK(header_line(c.line, false) == c.kind);
            CHECK(header_line(c.line, true) == c.first);
        }
    }

    TEST_CASE("a header block is read up to what is none")
    {
        struct Case {
            const char* name;
            std::string block;
            Fields fields;
        };
        const Case cases[] = {
            {"two", "A: 1\nB:2\n", {{"A", " 1"}, {"B", "2"}}},
            {"CRLF", "A: 1\r\nB: 2\r\n\r\n", {{"A", " 1"}, {"B", " 2"}}},
            {"folded", "A: 1\n 2\n\t3\nB: 4", {{"A", " 1\n 2\n\t3"}, {"B", " 4"}}},
            {"folded by white space", "A: 1\n \nB: 2\n", {{"A", " 1\n "}, {"B", " 2"}}},
            {"an empty line", "A: 1\n\nB: 2\n", {{"A", " 1"}}},
            {"a stray line", "A: 1\nstray\nB: 2\n", {{"A", " 1"}}},
            {"a mailbox line", "From x y\nA: 1\n", {{"A", " 1"}}},
            {"white space before the colon", "A : 1\n", {{"A ", " 1"}}},
            {"folded at once", " x\nA: 1\n", {}},
            {"empty lines above", "\n\r\nA: 1\n\nB: 2\n", {{"A", " 1"}}},
            {"many empty lines above", "\n\n\n\n\nA: 1\n", {}},
            {"text", "hello there\nA: 1\n", {}},
            {"nothing", "", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(fields_of(c.block) == c.fields);
        }
    }

    TEST_CASE("a header block is read within its bounds")
    {
        std::string block;
        for (int i = 0; i < 50; ++i)
            block += "A: 1\n";
        Limits limits;
        limits.fields = 7;
        CHECK(fields_of(block, limits).size() == 7);
        limits = {};
        limits.header_bytes = 20;
        CHECK(fields_of(block, limits).size() == 4);
    }

    TEST_CASE("a returned header that lost its folding goes on")
    {
        struct Case {
            const char* name;
            std::string message;
            Fields fields;
            std::string content;
        };
        const Case cases[] = {
            {"one line",
             "A: 1;\nb=2\nC: 3\n\nx",
             {{"A", " 1;\nb=2"}, {"C", " 3"}},
             "x"},
            {"folded behind it",
             "A: 1\nstray\n more\nC: 3\n\nx",
             {{"A", " 1\nstray\n more"}, {"C", " 3"}},
             "x"},
            {"no field follows",
             "A: 1\nstray\n\nC: 3\n",
             {{"A", " 1"}},
             "stray\n\nC: 3\n"},
            {"no field precedes", "stray\nA: 1\n\nx", {}, "stray\nA: 1\n\nx"},
            {"a line like a boundary",
             "A: 1\n--b\nC: 3\n\n",
             {{"A", " 1"}},
             "--b\nC: 3\n\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto root = test::tree(c.message);
            CHECK(root.fields == c.fields);
            CHECK(root.content.of(c.message) == c.content);
        }
    }

    TEST_CASE("a returned message may have empty lines above its header")
    {
        struct Case {
            const char* name;
            std::string content;
            Fields fields;
            std::string inside;
        };
        const Case cases[] = {
            {"one", "\nA: 1\n\nx", {{"A", " 1"}}, "x"},
            {"two, and a mailbox line", "\n\nFrom x y\nA: 1\n\nx", {{"A", " 1"}}, "x"},
            {"no header below", "\n\ntext\n", {}, "\ntext\n"},
            {"nothing below", "\n", {}, ""},
            {"too many", "\n\n\n\n\nA: 1\n", {}, "\n\n\n\nA: 1\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto message = "Content-Type: message/rfc822\n\n" + c.content;
            const auto root = test::tree(message);
            REQUIRE(root.parts.size() == 1);
            CHECK(root.parts[0].fields == c.fields);
            CHECK(root.parts[0].content.of(message) == c.inside);
        }
    }

    TEST_CASE("the header of a part ends with its first line where that is empty")
    {
        const std::string_view message = "\nA: 1\n\nx";
        CHECK(test::tree(message).fields.empty());
        CHECK(test::tree(message).content.of(message) == "A: 1\n\nx");
    }

    TEST_CASE("text without an empty line before it is not a header for long")
    {
        std::string message = "A: 1\n";
        for (int i = 0; i < 33; ++i)
            message += "word\n";
        CHECK(test::tree(message + "B: 2\n\n").fields == Fields{{"A", " 1"}});
    }
}

} // namespace mailreeve::mime
