#include "mailreeve/score/points.hh"

#include <doctest/doctest.h>

namespace mailreeve::score {

TEST_SUITE("score")
{
    TEST_CASE("points are read with at most two decimals and printed with two")
    {
        struct Case {
            const char* given;
            const char* printed;
        };
        const Case cases[] = {
            {"5", "5.00"},     {"2.5", "2.50"}, {"-1.25", "-1.25"},  {"0.05", "0.05"},
            {"-0.5", "-0.50"}, {"0", "0.00"},   {"1000", "1000.00"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            REQUIRE(Points::parse(c.given).has_value());
            CHECK(Points::parse(c.given)->text() == c.printed);
        }
    }

    TEST_CASE("what is no number of points is refused")
    {
        for (const char* text : {"", "-", "five", "1.234", "1000.01", "nan", "inf",
                                 "1e3", ".5", "5.", "+5", "99999999999"}) {
            CAPTURE(text);
            CHECK_FALSE(Points::parse(text).has_value());
        }
    }

    TEST_CASE("a literal is the points it shows")
    {
        using namespace literals;
        CHECK(2.5_points == Points::hundredths(250));
        CHECK(5_points == Points::hundredths(500));
        CHECK(1.2_points + 5_points == 6.2_points);
    }
}

} // namespace mailreeve::score
