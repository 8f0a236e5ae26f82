#include "mailreeve/config/document.hh"

#include "mailreeve/config/print.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::config {

namespace {

struct Parsed {
    Node root;
    Diagnostics diagnostics;
};

Parsed parse(const std::string& text)
{
    Parsed parsed{{}, Diagnostics{"a.yaml", text}};
    parsed.root = parse_document(text, parsed.diagnostics);
    return parsed;
}

std::string repeated(std::string_view part, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

// The first complaint without what stands below it.
std::string complaint(const std::string& text)
{
    const auto parsed = parse(text);
    REQUIRE_FALSE(parsed.diagnostics.ok());
    const auto report = parsed.diagnostics.text();
    return report.substr(0, report.find('\n'));
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("what YAML can say in several ways is read as the same tree")
    {
        struct Case {
            const char* name;
            std::string text;
            std::string_view expected;
        };
        const Case cases[] = {
            {"block", "a:\n  b: 1\n  c:\n    - x\n    - y\n", "{a: {b: 1, c: [x, y]}}"},
            {"flow", "a: {b: 1, c: [x, y]}", "{a: {b: 1, c: [x, y]}}"},
            {"list in the column of its key", "a:\n- x\n- y\n", "{a: [x, y]}"},
            {"quotes", "\"a\": 'it''s'\nb: \"\\u00fc\"",
             "{a: \"it's\", b: \"\u00fc\"}"},
            {"comments", "# one\na: 1 # two\n# three\n", "{a: 1}"},
            {"mark of a document", "---\na: 1\n", "{a: 1}"},
            {"end of a document", "a: 1\n...\n", "{a: 1}"},
            {"lines of a foreign system", "a: 1\r\nb:\r\n  - x\r\n", "{a: 1, b: [x]}"},
            {"folded", "a: >-\n  x\n  y\n", "{a: \"x y\"}"},
            {"literal", "a: |-\n  x\n  y\n", "{a: \"x\\ny\"}"},
            {"comma at the end", "a: [x, y,]", "{a: [x, y]}"},
            {"equal keys", "a: 1\na: 2\n", "{a: 1, a: 2}"},
            {"empty", "", "~"},
            {"comments alone", "# nothing\n", "~"},
            {"mark alone", "---\n", "~"},
            {"null in its words", "[~, null, , 'null']", "[~, ~, ~, \"null\"]"},
            {"scalar", "word", "word"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto parsed = parse(c.text);
            CHECK(parsed.diagnostics.text().empty());
            CHECK(print_line(parsed.root) == c.expected);
        }
    }

    TEST_CASE("every node knows where it is written")
    {
        const auto parsed = parse("a: {b: \"x y\"}\n"
                                  "m\u00fcll: [one, ~]\n"
                                  "c:\n"
                                  "  d: 'it''s'\n"
                                  "e: several\n"
                                  "  words\n");
        const auto& root = parsed.root;
        CHECK(root.place() == Place{1, 1, 1});
        CHECK(root.find("a")->place() == Place{1, 4, 1});
        CHECK(root.find("a")->find("b")->place() == Place{1, 8, 5});
        CHECK(root.entries()[1].place == Place{2, 1, 4});
        CHECK(root.entries()[1].value.items()[0].place() == Place{2, 8, 3});
        CHECK(root.entries()[1].value.items()[1].place() == Place{2, 13, 1});
        CHECK(root.find("c")->place() == Place{4, 3, 1});
        CHECK(root.find("c")->find("d")->place() == Place{4, 6, 7});
        CHECK(root.find("e")->place() == Place{5, 4, 7});
    }

    TEST_CASE("it is known whether a text was quoted")
    {
        const auto parsed = parse("[a, 'a', \"a\"]");
        CHECK(parsed.root.items()[0].quoted() == Node::Quoted::No);
        CHECK(parsed.root.items()[1].quoted() == Node::Quoted::Yes);
        CHECK(parsed.root.items()[2].quoted() == Node::Quoted::Yes);
    }

    TEST_CASE("bytes that are no YAML text are refused where they stand")
    {
        struct Case {
            const char* name;
            std::string text;
            std::string_view expected;
        };
        const Case cases[] = {
            {"Latin-1", "a: 1\nb: m\xfcll\n", "a.yaml:2:5: error: this is not UTF-8"},
            {"overlong", "a: \xc0\xaf\n", "a.yaml:1:4: error: this is not UTF-8"},
            {"surrogate", "a: \xed\xa0\x80\n", "a.yaml:1:4: error: this is not UTF-8"},
            {"beyond Unicode", "a: \xf4\x90\x80\x80",
             "a.yaml:1:4: error: this is not UTF-8"},
            {"cut", "a: \xe2\x82", "a.yaml:1:4: error: this is not UTF-8"},
            {"lone continuation", "\x80", "a.yaml:1:1: error: this is not UTF-8"},
            {"UTF-16",
             "\xff\xfe"
             "a",
             "a.yaml:1:1: error: this is not UTF-8"},
            {"NUL", std::string{"a: b\0c", 6},
             "a.yaml:1:5: error: the control character \\x00 cannot stand in this "
             "file"},
            {"the byte that yaml-cpp takes for the end", "a: 1\n\x04\nb: 2\n",
             "a.yaml:2:1: error: the control character \\x04 cannot stand in this "
             "file"},
            {"escape", "a: \x1b[2J",
             "a.yaml:1:4: error: the control character \\x1b cannot stand in this "
             "file"},
            {"delete", "a: \x7f",
             "a.yaml:1:4: error: the control character \\x7f cannot stand in this "
             "file"},
            {"C1", "a: \u009b",
             "a.yaml:1:4: error: the control character \\x9b cannot stand in this "
             "file"},
            {"CR alone", "a: 1\rb: 2\n",
             "a.yaml:1:5: error: the control character \\r cannot stand in this file"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(complaint(c.text) == c.expected);
        }
    }

    TEST_CASE("a file that nests too deeply is refused before it exhausts the stack")
    {
        const auto lists = [](std::size_t depth) {
            return repeated("[\n", depth) + repeated("]\n", depth);
        };
        CHECK(parse(lists(deepest_nesting)).diagnostics.ok());
        CHECK(complaint(lists(deepest_nesting + 1)) ==
              "a.yaml:33:1: error: nested too deeply");
        for (const char* part : {"[", "{", "- ", "? ", "a: ", "[1,", "[\n", "{a: "}) {
            CAPTURE(part);
            CHECK_FALSE(parse(repeated(part, 100'000)).diagnostics.ok());
        }
    }

    TEST_CASE("a file of too many values is refused")
    {
        CHECK(parse("[" + repeated("1,", most_nodes - 1) + "]").diagnostics.ok());
        CHECK(complaint("[" + repeated("1,", most_nodes + 1) + "]") ==
              "a.yaml:1:200002: error: too many values in this file");
    }

    TEST_CASE("a file that is too large is refused")
    {
        CHECK(parse(std::string(largest_file, '\n')).diagnostics.ok());
        CHECK(complaint(std::string(largest_file + 1, '\n')) ==
              "a.yaml: error: the file is larger than 1MiB");
    }

    TEST_CASE("an alias does not multiply what it stands for")
    {
        CHECK(complaint("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n") ==
              "a.yaml:1:4: error: anchors are not used here");
        CHECK(complaint("- &a\n- *a\n") ==
              "a.yaml:1:3: error: anchors are not used here");
    }

    TEST_CASE("what yaml-cpp complains of cannot break the report")
    {
        CHECK(complaint("a: \"\\\u00fc\"") ==
              "a.yaml:1:7: error: this is not YAML: unknown escape character: \\xc3");
    }
}

} // namespace mailreeve::config
