#include "mailreeve/rbl/code.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::rbl {

using test::ip;

TEST_SUITE("rbl")
{
    TEST_CASE("a code is matched by value, range, wildcard and mask")
    {
        struct Case {
            const char* code;
            const char* answer;
            bool matches;
        };
        const Case cases[] = {
            {"127.0.0.2", "127.0.0.2", true},
            {"127.0.0.2", "127.0.0.3", false},
            {"127.0.0.2", "127.0.1.2", false},
            {"127.0.0.3-5", "127.0.0.2", false},
            {"127.0.0.3-5", "127.0.0.3", true},
            {"127.0.0.3-5", "127.0.0.5", true},
            {"127.0.0.3-5", "127.0.0.6", false},
            {"127.0.0.10-127.0.0.20", "127.0.0.15", true},
            {"127.0.0.10-127.0.0.20", "127.0.0.21", false},
            {"127.0.x.3", "127.0.9.3", true},
            {"127.0.x.3", "127.0.9.2", false},
            {"127.0.2-20.0", "127.0.15.0", true},
            {"127.0.2-20.0", "127.0.1.0", false},
            {"127.0.4.x", "127.0.4.0", true},
            {"mask 2", "127.0.0.2", true},
            {"mask 2", "127.0.0.14", true},
            {"mask 2", "127.0.0.12", false},
            {"mask 128", "127.0.0.255", true},
            {"mask 2", "127.0.1.2", false},
            {"127.0.0.2", "::1", false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.code);
            CAPTURE(c.answer);
            const auto code = CodeMatch::parse(c.code);
            REQUIRE(code.has_value());
            CHECK(code->matches(ip(c.answer)) == c.matches);
            CHECK(code->text() == c.code);
        }
    }

    TEST_CASE("what is no code of a DNS list does not parse")
    {
        for (const auto* text : {"",
                                 "2",
                                 "127.0.0",
                                 "127.0.0.2.3",
                                 "127.0.0.256",
                                 "128.0.0.2",
                                 "x.0.0.2",
                                 "126-128.0.0.2",
                                 "127.0.0.5-3",
                                 "127.0.0.-3",
                                 "127.0.0.2-",
                                 "127.0.0.02",
                                 "127.0.0.2-127.0.1.5",
                                 "127.0.0.2-128.0.0.5",
                                 "127.0.0.2 ",
                                 " 127.0.0.2",
                                 "mask",
                                 "mask ",
                                 "mask 0",
                                 "mask 256",
                                 "mask x",
                                 "mask -1",
                                 "Mask 2",
                                 "::1",
                                 "example.net",
                                 "127.0.0.1e1",
                                 "127.0.0.2-3-4",
                                 "127.0.0.2-5.6"}) {
            CAPTURE(text);
            CHECK_FALSE(CodeMatch::parse(text).has_value());
        }
    }

    TEST_CASE("a code within the refusals is known as one")
    {
        CHECK(CodeMatch::parse("127.255.255.254")->is_in_refusals());
        CHECK_FALSE(CodeMatch::parse("127.x.x.2")->is_in_refusals());
        CHECK_FALSE(CodeMatch::parse("127.0.0.255")->is_in_refusals());
        CHECK_FALSE(CodeMatch::parse("127.255.0.2")->is_in_refusals());
        CHECK(CodeMatch::parse("mask 4")->is_mask());
    }
}

} // namespace mailreeve::rbl
