#include "mailreeve/score/finding.hh"

#include <doctest/doctest.h>

#include <vector>

namespace mailreeve::score {

using namespace literals;

TEST_SUITE("score")
{
    TEST_CASE("findings add up, and an unknown one adds nothing")
    {
        const std::vector<Finding> findings{{"RDNS_MISSING", 5_points, ""},
                                            {"HELO_NOT_FQDN", 1.2_points, ""},
                                            unknown("RBL_ZEN", "timeout")};
        CHECK(sum(findings) == 6.2_points);
        CHECK(findings[2].answered == Answered::Unknown);
    }

    TEST_CASE("a score has the level of the highest threshold it reaches")
    {
        const Thresholds thresholds{5_points, 10_points};
        CHECK(level(4.99_points, thresholds) == Level::Clean);
        CHECK(level(5_points, thresholds) == Level::Spam);
        CHECK(level(9.99_points, thresholds) == Level::Spam);
        CHECK(level(10_points, thresholds) == Level::SureSpam);
        CHECK(name(Level::Clean) == "clean");
        CHECK(name(Level::Spam) == "SPAM");
        CHECK(name(Level::SureSpam) == "SURESPAM");
    }

    TEST_CASE("a symbol is written in capitals, digits and underscores")
    {
        CHECK(is_symbol("RBL_ZEN_SBL"));
        CHECK(is_symbol("A1"));
        for (const char* text : {"", "rbl", "1A", "_A", "A-B", "A B"}) {
            CAPTURE(text);
            CHECK_FALSE(is_symbol(text));
        }
        CHECK_FALSE(is_symbol(std::string(65, 'A')));
    }
}

} // namespace mailreeve::score
