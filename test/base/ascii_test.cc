#include "mailreeve/base/ascii.hh"

#include <doctest/doctest.h>

namespace mailreeve::ascii {

TEST_SUITE("base")
{
    TEST_CASE("case is folded for ASCII letters alone")
    {
        CHECK(lower("MAIL.Example") == "mail.example");
        CHECK(lower("\xc3\x84") == "\xc3\x84");
        CHECK(equal("Received", "rECEIVED"));
        CHECK_FALSE(equal("Received", "Receive"));
    }

    TEST_CASE("beginnings and ends are compared without case")
    {
        CHECK(starts_with("X-Mailreeve-Verdict", "x-mailreeve-"));
        CHECK_FALSE(starts_with("X-Mail", "X-Mailreeve-"));
        CHECK(ends_with("mx.Example.NET", ".example.net"));
        CHECK_FALSE(ends_with("net", "example.net"));
    }

    TEST_CASE("white space is taken off both ends")
    {
        CHECK(trim(" \t a b\r\n") == "a b");
        CHECK(trim(" \t").empty());
    }

    TEST_CASE("a hexadecimal digit has its value and no other character has one")
    {
        CHECK(hex_value('7') == 7);
        CHECK(hex_value('a') == 10);
        CHECK(hex_value('F') == 15);
        CHECK(hex_value('g') == -1);
    }
}

} // namespace mailreeve::ascii
