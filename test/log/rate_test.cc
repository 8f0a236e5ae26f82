#include "mailreeve/log/rate.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

namespace mailreeve::log {

TEST_SUITE("log")
{
    TEST_CASE("a key is told of once in its time, with the number of times held back")
    {
        test::FakeClock clock;
        Rate rate{clock, std::chrono::seconds{60}};
        CHECK(rate.allows("a") == 0);
        CHECK_FALSE(rate.allows("a").has_value());
        CHECK_FALSE(rate.allows("a").has_value());
        CHECK(rate.allows("b") == 0);
        clock.advance(std::chrono::seconds{59});
        CHECK_FALSE(rate.allows("a").has_value());
        clock.advance(std::chrono::seconds{1});
        CHECK(rate.allows("a") == 3);
        CHECK_FALSE(rate.allows("a").has_value());
        clock.advance(std::chrono::seconds{60});
        CHECK(rate.allows("a") == 1);
    }

    TEST_CASE("only so many keys are remembered")
    {
        test::FakeClock clock;
        Rate rate{clock, std::chrono::seconds{60}, 2};
        CHECK(rate.allows("a") == 0);
        clock.advance(std::chrono::seconds{30});
        CHECK(rate.allows("b") == 0);
        CHECK_FALSE(rate.allows("c").has_value());
        clock.advance(std::chrono::seconds{30}); // a is old enough to go
        CHECK(rate.allows("c") == 0);
        CHECK_FALSE(rate.allows("d").has_value());
        clock.advance(std::chrono::seconds{60});
        CHECK(rate.allows("d") == 0);
    }
}

} // namespace mailreeve::log
