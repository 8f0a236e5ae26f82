#include "mailreeve/bounce/counted_bounces.hh"

#include "test/bounce/ledger_entries.hh"
#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using namespace std::chrono_literals;

TEST_SUITE("bounce")
{
    TEST_CASE("a bounce that was counted keeps its number, for the same stamp alone")
    {
        const auto now = test::FakeClock{}.now();
        CountedBounces counted;
        CHECK_FALSE(counted.number_of(nonce_of(1), hash_of("a"), now));
        counted.counted(nonce_of(1), hash_of("a"), 7, now);
        CHECK(counted.number_of(nonce_of(1), hash_of("a"), now) == 7U);
        CHECK_FALSE(counted.number_of(nonce_of(2), hash_of("a"), now));
        CHECK_FALSE(counted.number_of(nonce_of(1), hash_of("b"), now));
    }

    TEST_CASE("a counted bounce is remembered from one try to the next, not longer")
    {
        auto now = test::FakeClock{}.now();
        CountedBounces counted;
        counted.counted(nonce_of(1), hash_of("a"), 1, now);
        for (int n = 0; n < 10; ++n)
            CHECK(counted.number_of(nonce_of(1), hash_of("a"), now += 12h));
        CHECK_FALSE(counted.number_of(nonce_of(1), hash_of("a"), now + 12h + 1s));
        CHECK(counted.size() == 0);
    }

    TEST_CASE("what comes more often than a sender tries counts each time")
    {
        const auto now = test::FakeClock{}.now();
        CountedBounces counted{{.repeats = 3}};
        counted.counted(nonce_of(1), hash_of("a"), 1, now);
        for (int n = 0; n < 3; ++n)
            CHECK(counted.number_of(nonce_of(1), hash_of("a"), now));
        CHECK_FALSE(counted.number_of(nonce_of(1), hash_of("a"), now));
        counted.counted(nonce_of(1), hash_of("a"), 2, now);
        CHECK_FALSE(counted.number_of(nonce_of(1), hash_of("a"), now));
    }

    TEST_CASE("the bounces remembered are bounded, and the oldest goes first")
    {
        const auto now = test::FakeClock{}.now();
        CountedBounces counted{{.bounces = 2}};
        counted.counted(nonce_of(1), hash_of("a"), 1, now);
        counted.counted(nonce_of(2), hash_of("a"), 1, now);
        CHECK(counted.number_of(nonce_of(1), hash_of("a"), now));
        counted.counted(nonce_of(3), hash_of("a"), 1, now);
        CHECK(counted.size() == 2);
        CHECK(counted.number_of(nonce_of(1), hash_of("a"), now));
        CHECK_FALSE(counted.number_of(nonce_of(2), hash_of("a"), now));
    }
}

} // namespace mailreeve::bounce
