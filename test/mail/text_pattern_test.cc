#include "mailreeve/mail/text_pattern.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::mail {

namespace {

bool finds(std::string_view pattern, std::string_view text)
{
    const auto parsed = TextPattern::parse(pattern);
    REQUIRE(parsed);
    CHECK(TextPattern::problem(pattern) == "");
    return parsed->matches(text);
}

} // namespace

TEST_SUITE("mail")
{
    TEST_CASE("a glob is for all of a text, an expression for a part of it")
    {
        struct Case {
            std::string pattern;
            std::string text;
            bool found;
        };
        const Case cases[] = {
            {"*.exe", "run.exe", true},
            {"*.EXE", "Run.Exe", true},
            {"*.exe", "run.exe.txt", false},
            {"*.exe", ".exe", true},
            {"*.exe", "runexe", false},
            {"*.exe", "a\nb.exe", true},
            {"r?n.*", "run.x", true},
            {"r?n.*", "r\xc3\xbcn.x", true},
            {"r?n.*", "rn.x", false},
            {"[a-c]?", "b1", true},
            {"[!a-c]?", "b1", false},
            {"[]x]", "]", true},
            {"[^a]", "b", true},
            {"a\\*b", "a*b", true},
            {"a\\*b", "axb", false},
            {"a+b(c)$", "a+b(c)$", true},
            {"\xc3\x84*", "\xc3\xa4x", true},
            {"/^run\\d+/", "RUN12.txt", true},
            {"/^run\\d+/", "a run12", false},
            {"/b$/", "ab", true},
            {"/a.c/", "xa\ncx", true},
        };
        for (const auto& c : cases) {
            CAPTURE(c.pattern);
            CAPTURE(c.text);
            CHECK(finds(c.pattern, c.text) == c.found);
        }
    }

    TEST_CASE("what is no pattern is told with its place")
    {
        struct Case {
            std::string pattern;
            std::string problem;
        };
        const Case cases[] = {
            {"", "an empty pattern finds nothing"},
            {"//", "an empty expression finds everything"},
            {"/a", "a regular expression ends with a / as it begins with one"},
            {"/", "a regular expression ends with a / as it begins with one"},
            {"a[b", "a [ without its ] at character 2; \\[ is the character itself"},
            {"/ab(c/", "missing ): ab(c at character 1"},
            {"/ab**/", "bad repetition operator: ** at character 3"},
            {"/a(?<b)c/", "invalid perl operator: (?< at character 2"},
            {"/(?:(?:(?:a{1000}){1000}){1000})/",
             "invalid repetition size: {1000} at character 11"},
            {"/\\pL{1000}/", "pattern too large - compile failed"},
            {std::string(1001, 'a'), "it is longer than 1000 bytes"},
            {"\xff", "it is no UTF-8"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.pattern);
            CHECK_FALSE(TextPattern::parse(c.pattern));
            CHECK(TextPattern::problem(c.pattern) == c.problem);
        }
    }

    TEST_CASE("a glob for an extension says which")
    {
        CHECK(TextPattern::parse("*.EXE")->extension() == "exe");
        CHECK(TextPattern::parse("*.settingcontent-ms")->extension() ==
              "settingcontent-ms");
        for (const auto* other :
             {"*.tar.gz", "a*.exe", "*.e?e", "*.[ab]", "/\\.exe$/", "*."})
            CHECK(TextPattern::parse(other)->extension() == "");
    }

    TEST_CASE("a hostile text costs no more than its length")
    {
        const auto pattern = TextPattern::parse("/(a|b)*c(x+x+)+y/");
        REQUIRE(pattern);
        CHECK_FALSE(pattern->matches(std::string(1'000'000, 'a') + "c" +
                                     std::string(1000, 'x')));
    }
}

} // namespace mailreeve::mail
