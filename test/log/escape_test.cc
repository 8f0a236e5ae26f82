#include "mailreeve/log/escape.hh"

#include "mailreeve/base/utf8.hh"
#include "test/support/hostile.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::log {

namespace {

constexpr std::size_t no_limit = 1'000'000;

bool is_printable_ascii(const std::string& text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_harmless(std::string_view text)
{
    while (!text.empty()) {
        const auto point = utf8::first(text);
        if (!point || point->value < 0x20 ||
            (point->value >= 0x7f && point->value < 0xa0) || point->value == 0x61c ||
            point->value == 0x200e || point->value == 0x200f ||
            (point->value >= 0x2028 && point->value <= 0x202e) ||
            (point->value >= 0x2066 && point->value <= 0x2069))
            return false;
        text.remove_prefix(point->size);
    }
    return true;
}

} // namespace

TEST_SUITE("log")
{
    TEST_CASE("a value is written so that it can be read again")
    {
        struct Case {
            std::string text;
            const char* written;
        };
        const Case cases[] = {
            {"plain", "plain"},
            {"", "\"\""},
            {"two words", "\"two words\""},
            {"say \"hi\"", "\"say \\\"hi\\\"\""},
            {"a\\b", "a\\\\b"},
            {"a\nb", "a\\x0ab"},
            {std::string("a\0b", 3), "a\\x00b"},
            {"\x1b[2J", "\\x1b[2J"},
            {"\x7f", "\\x7f"},
            {"J\xc3\xbcrgen", "J\xc3\xbcrgen"},
            {"\xc2\x9b", "\\xc2\\x9b"},
            {"\xe2\x80\xae", "\\xe2\\x80\\xae"},
            {"\xff", "\\xff"},
            {"zen.example=127.0.0.2", "zen.example=127.0.0.2"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(value(c.text) == c.written);
            CHECK(unescape(c.written) == c.text);
        }
    }

    TEST_CASE("nothing that harms a log, a terminal or a reply gets through")
    {
        for (const auto& text : test::hostile_texts()) {
            CAPTURE(text.substr(0, 40));
            CHECK(is_harmless(value(text)));
            CHECK(is_harmless(escape(text)));
            CHECK(is_printable_ascii(escape(text, Alphabet::Ascii)));
            CHECK(unescape(value(text, no_limit)) == text);
        }
    }

    TEST_CASE("every byte comes back, and every pair of bytes")
    {
        for (int first = 0; first < 256; ++first)
            for (int second = 0; second < 256; ++second) {
                const std::string text{static_cast<char>(first),
                                       static_cast<char>(second)};
                const auto written = value(text);
                if (unescape(written) != text || !is_harmless(written)) {
                    CAPTURE(first);
                    CAPTURE(second);
                    FAIL_CHECK("not reversible");
                }
            }
    }

    TEST_CASE("of a long value the number of bytes left out is shown")
    {
        CHECK(value("abcdef", 3) == "abc\\+3");
        CHECK(value("a bcdef", 3) == "\"a b\\+4\"");
        CHECK(value("abc def", 3) == "abc\\+4");
        CHECK(value("ab\xc3\xbc", 3) == "ab\\+2"); // not in the middle of a character
        CHECK(value("\x80\x80\x80\x80\x80\x80\x80", 6).ends_with("\\+4"));
        CHECK(escape(std::string(10'000, 'a')).size() < 600);
        CHECK(unescape("abc\\+3") == "abc");
        CHECK(unescape("\"a b\\+4\"") == "a b");
    }

    TEST_CASE("what was not written by us is not read")
    {
        for (const char* text :
             {"\\", "a\\", "\\x", "\\x0", "\\xg0", "\\q", "\\+", "\\+1x", "\\+5\\+5"}) {
            CAPTURE(text);
            CHECK_FALSE(unescape(text).has_value());
        }
    }
}

} // namespace mailreeve::log
