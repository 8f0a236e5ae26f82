#include "milter/poison.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::milter {

using namespace std::chrono_literals;

TEST_SUITE("milter")
{
    TEST_CASE("the third failure on the same message is the last")
    {
        const test::FakeClock clock;
        Poison poison{clock};
        CHECK_FALSE(poison.strike("a"));
        CHECK_FALSE(poison.strike("a"));
        CHECK_FALSE(poison.strike("b"));
        CHECK(poison.strike("a"));
        CHECK(poison.strike("a"));
    }

    TEST_CASE("a message that went through in between begins anew")
    {
        const test::FakeClock clock;
        Poison poison{clock};
        poison.strike("a");
        poison.strike("a");
        poison.forget("a");
        CHECK_FALSE(poison.strike("a"));
    }

    TEST_CASE("failures are forgotten after a week")
    {
        test::FakeClock clock;
        Poison poison{clock};
        poison.strike("a");
        poison.strike("a");
        clock.advance(Poison::remembered + 1s);
        poison.strike("b");
        CHECK(poison.size() == 1);
        CHECK_FALSE(poison.strike("a"));
    }

    TEST_CASE("the memory is bounded, and the oldest makes room")
    {
        test::FakeClock clock;
        Poison poison{clock};
        poison.strike("first");
        poison.strike("first");
        for (std::size_t i = 0; i < Poison::max_keys; ++i) {
            clock.advance(1s);
            poison.strike(std::to_string(i));
        }
        CHECK(poison.size() == Poison::max_keys);
        CHECK_FALSE(poison.strike("first"));
    }
}

} // namespace mailreeve::milter
