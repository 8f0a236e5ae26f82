#include "mailreeve/base/clock_watch.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

namespace mailreeve {

using namespace std::chrono_literals;

TEST_SUITE("base")
{
    TEST_CASE("a clock that goes on as time does is believed")
    {
        test::FakeClock clock;
        ClockWatch watch{clock};
        for (int n = 0; n < 100; ++n) {
            clock.advance(10min);
            CHECK(watch.believed() == clock.wall());
        }
    }

    TEST_CASE("a clock that has jumped is not believed for a day")
    {
        for (const auto jump : {8 * 24h, -2 * 24h}) {
            test::FakeClock clock;
            ClockWatch watch{clock};
            clock.advance(10min);
            clock.jump_wall(jump);
            CHECK_FALSE(watch.believed());
            clock.advance(23h);
            CHECK_FALSE(watch.believed());
            clock.advance(1h);
            CHECK(watch.believed() == clock.wall());
        }
    }

    TEST_CASE("a clock may be set right by less than an hour")
    {
        test::FakeClock clock;
        ClockWatch watch{clock};
        clock.jump_wall(59min);
        CHECK(watch.believed());
    }

    TEST_CASE("a clock is distrusted when somebody else knows better")
    {
        test::FakeClock clock;
        ClockWatch watch{clock};
        watch.distrust();
        CHECK_FALSE(watch.believed());
        clock.advance(24h);
        CHECK(watch.believed());
    }
}

} // namespace mailreeve
