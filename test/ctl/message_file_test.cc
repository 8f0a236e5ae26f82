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

    TEST_CASE("a file that cannot be read has no header")
    {
        const test::TemporaryDirectory directory;
        CHECK_FALSE(read_header(directory / "none"));
        CHECK_FALSE(read_header(directory.path()));
        std::ofstream{directory / "m"} << "A: b\n";
        CHECK(read_header(directory / "m") == Fields{{"A", "b"}});
    }
}

} // namespace mailreeve::ctl
