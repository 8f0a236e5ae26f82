#include "ctl/message_file.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::ctl {

using Fields = std::vector<mail::HeaderField>;

TEST_SUITE("ctl")
{
    TEST_CASE("the header of a message ends at its first empty line")
    {
        struct Case {
            const char* name;
            std::string text;
            Fields expected;
        };
        const Case cases[] = {
            {"nothing", "", {}},
            {"one field", "Subject: a\n\nSubject: b\n", {{"Subject", "a"}}},
            {"CRLF", "Subject: a\r\nX: b\r\n\r\n", {{"Subject", "a"}, {"X", "b"}}},
            {"folded", "Subject: a\r\n b\n\tc\n", {{"Subject", "a\n b\n\tc"}}},
            {"mbox", "From x  Sat 1\nX: y\n", {{"X", "y"}}},
            {"a line of no field",
             "X: y\nnonsense\n more\nZ: z\n",
             {{"X", "y"}, {"Z", "z"}}},
            {"no space, no value",
             "A:b\nC:\nD:  e\n",
             {{"A", "b"}, {"C", ""}, {"D", " e"}}},
            {"begins folded", " x\nA: b\n", {{"A", "b"}}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(parse_header(c.text) == c.expected);
        }
    }

    TEST_CASE("of an endless header the beginning is read")
    {
        std::string text;
        while (text.size() < 2 * max_header)
            text += "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n";
        const auto fields = parse_header(text);
        CHECK(fields.size() < max_header / 60);
        CHECK(fields.size() > max_header / 70);
    }

    TEST_CASE("a file that cannot be read has no front")
    {
        const test::TemporaryDirectory directory;
        CHECK_FALSE(read_front(directory / "none", 10));
        CHECK_FALSE(read_front(directory.path(), 10));
        const std::ofstream empty{directory / "empty"};
        CHECK(read_front(directory / "empty", 10)->text.empty());
    }

    TEST_CASE("the front of a message is its header and so much of its body")
    {
        const test::TemporaryDirectory directory;
        const std::string long_body(1'000'000, 'x');
        struct Case {
            const char* name;
            std::string text;
            std::size_t most;
            std::size_t size;
        };
        const Case cases[] = {
            {"shorter", "A: b\n\nbody", 10, 10},
            {"as long", "A: b\n\nbody", 4, 10},
            {"longer", "A: b\n\nbody", 3, 9},
            {"longer, CRLF", "A: b\r\n\r\nbody", 3, 11},
            {"no body", "A: b\n", 3, 5},
            {"much longer", "A: b\n\n" + long_body, 1000, 1006},
            {"an endless header", std::string(2 * max_header, 'x'), 1000,
             max_header + 1000},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            std::ofstream{directory / "m"} << c.text;
            const auto front = read_front(directory / "m", c.most);
            REQUIRE(front.has_value());
            CHECK(front->text == c.text.substr(0, c.size));
            CHECK(front->is_all == (c.size == c.text.size()));
        }
    }
}

} // namespace mailreeve::ctl
