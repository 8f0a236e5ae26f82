#include "mailreeve/attachment/shown_name.hh"

#include "mailreeve/base/utf8.hh"
#include "test/support/hostile.hh"

#include <doctest/doctest.h>

#include <vector>

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("a name is shown on one line, without what hides or turns text")
    {
        struct Case {
            const char* name;
            std::string given;
            std::string shown;
        };
        const Case cases[] = {
            {"plain", "UPS_INVOICE_978172.exe", "UPS_INVOICE_978172.exe"},
            {"letters of others", "J\xc3\xbcrgen.pdf", "J\xc3\xbcrgen.pdf"},
            {"line ends are white space", "a\r\nWarning: b", "a Warning: b"},
            {"right to left",
             "a\xe2\x80\xae"
             "txt.exe",
             "a?txt.exe"},
            {"zero width", "a\xe2\x80\x8b.exe", "a?.exe"},
            {"wide blanks", "a.pdf\xe3\x80\x80\xc2\xa0   .exe", "a.pdf .exe"},
            {"blanks at the ends", "  a.exe  ", "a.exe"},
            {"not UTF-8", "a\xff.exe", "a?.exe"},
            {"a control", std::string("a\0\x1b[2J", 6), "a??[2J"},
            {"none", "", "(no name)"},
            {"only blanks", " \t ", "(no name)"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(shown_name(c.given) == c.shown);
        }
    }

    TEST_CASE("of a long name both ends are shown")
    {
        const auto shown = shown_name(std::string(50'000, 'a') + ".exe", 20);
        CHECK(shown == "aaaaaaaa...aaaaa.exe");
        std::string letters;
        for (int i = 0; i < 100; ++i)
            letters += "\xc3\xbc";
        for (std::size_t size = 16; size < 60; ++size) {
            CAPTURE(size);
            CHECK(utf8::is_valid(shown_name(letters, size)));
            CHECK(shown_name(letters, size).size() <= size);
        }
    }

    TEST_CASE("hostile names are bounded and printable")
    {
        for (const auto& text : test::hostile_texts()) {
            CAPTURE(text);
            const auto shown = shown_name(text);
            CHECK(!shown.empty());
            CHECK(shown.size() <= max_shown_name);
            CHECK(utf8::is_valid(shown));
            CHECK(shown.find_first_of(std::string("\0\r\n\x1b", 4)) ==
                  std::string::npos);
            const auto file = shown_file_name(text);
            CHECK(!file.empty());
            CHECK(file.find_first_of("/\\:\"") == std::string::npos);
        }
    }

    TEST_CASE("a list has each name once, and a bound")
    {
        CHECK(shown_names(std::vector<std::string>{"a.exe", "b.zip", "a.exe"}) ==
              "a.exe, b.zip");
        CHECK(shown_names(std::vector<std::string>{"a.exe", "b.exe", "c.exe"}, 14) ==
              "a.exe, b.exe and 1 more");
        const std::vector<std::string> many(1'000, std::string(5'000, 'x'));
        CHECK(shown_names(many).size() <= max_shown_name);
        std::vector<std::string> different;
        different.reserve(1'000);
        for (int i = 0; i < 1'000; ++i)
            different.push_back(std::to_string(i) + ".exe");
        const auto list = shown_names(different);
        CHECK(list.size() < max_shown_names + 20);
        CHECK(list.ends_with(" more"));
    }
}

} // namespace mailreeve::attachment
