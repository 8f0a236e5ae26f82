#include "mailreeve/bounce/lines.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::bounce {

namespace {

// Each line in brackets.
std::string shape(std::string_view text)
{
    std::string shape;
    Lines lines{text};
    while (const auto line = lines.next())
        shape.append("[").append(*line).append("]");
    return shape + std::string{lines.rest()};
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("lines end by CRLF, LF or CR, mixed if need be")
    {
        struct Case {
            const char* text;
            const char* expected;
        };
        const Case cases[] = {
            {"", ""},
            {"a", "[a]"},
            {"a\nb\n", "[a][b]"},
            {"a\r\nb\r\n", "[a][b]"},
            {"a\rb\r", "[a][b]"},
            {"a\r\nb\nc\rd", "[a][b][c][d]"},
            {"\n\r\n\r", "[][][]"},
            {"a\r\r\nb", "[a][][b]"},
            {"a\rb\nc\r", "[a][b][c]"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(shape(c.text) == c.expected);
        }
    }

    TEST_CASE("what is left is what was not given")
    {
        Lines lines{"a\r\nb\nc"};
        CHECK(lines.next() == "a");
        CHECK(lines.rest() == "b\nc");
    }

    TEST_CASE("empty lines that HTML makes between any two are taken out")
    {
        CHECK(single_spaced("a\n\nb\n \nc\nd\n") == "a\nb\nc\nd\n");
        CHECK(single_spaced("\na\n\n\n\nb") == "a\n\nb\n");
    }

    TEST_CASE("a line is the first of a field when its name is one that mail has")
    {
        CHECK(field_line("Message-ID: <a@x>")->name == "Message-ID");
        CHECK(field_line("Message-ID :<a@x>")->name == "Message-ID");
        CHECK(field_line("a.b_c:")->value.empty());
        for (const auto* const line : {"", "a", ": b", " a: b", "1: b", "a b: c",
                                       "http://example.net", "fe80::1", "a=b: c"}) {
            CAPTURE(line);
            CHECK_FALSE(field_line(line).has_value());
        }
        CHECK_FALSE(field_line(std::string(77, 'a') + ": b").has_value());
    }

    TEST_CASE("marks of quoting are white space, angle and bar")
    {
        CHECK(quote_size(" > | a > b") == 5);
        CHECK(quote_size("a") == 0);
        CHECK(quote_size(std::string(90, '>')) == 40);
        CHECK(is_blank(" >\t|"));
        CHECK(is_blank(std::string(90, '>')));
        CHECK_FALSE(is_blank("> a"));
    }
}

} // namespace mailreeve::bounce
