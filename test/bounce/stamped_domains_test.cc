#include "mailreeve/bounce/stamped_domains.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using namespace std::chrono_literals;

namespace {

constexpr const char* ours = "example.net";

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("what of a domain is written: its first stamp, the last once a day")
    {
        const auto midnight =
            std::chrono::floor<std::chrono::days>(test::FakeClock{}.wall());
        StampedDomains domains{{}, {}};
        CHECK(domains.note(ours, midnight) == StampedDomain{ours, midnight, midnight});
        CHECK_FALSE(domains.note(ours, midnight + 1h));
        CHECK_FALSE(domains.note(ours, midnight + 24h - 1s));
        CHECK(domains.note(ours, midnight + 24h) ==
              StampedDomain{ours, midnight, midnight + 24h});
        CHECK_FALSE(domains.note(ours, midnight + 25h));
        CHECK(domains.note(ours, midnight - 1h) == // a clock that goes back
              StampedDomain{ours, midnight - 1h, midnight + 25h});
        CHECK_FALSE(domains.note(ours, midnight));
    }

    TEST_CASE("since when a domain is stamped, after stamps of these times")
    {
        struct Case {
            const char* name;
            std::vector<std::chrono::seconds> stamps; // after now
            std::chrono::seconds since;
        };
        constexpr std::chrono::seconds decades = -50 * 365 * 24h;
        const Case cases[] = {
            {"one", {0h}, 0h},
            {"many", {0h, 24h, 48h}, 0h},
            {"a weekly letter", {0h, 7 * 24h, 14 * 24h, 21 * 24h}, 0h},
            {"a pause as long as may be", {0h, 14 * 24h}, 0h},
            {"a longer one", {0h, 14 * 24h + 1s}, 14 * 24h + 1s},
            {"a pause after many", {0h, 10 * 24h, 40 * 24h, 41 * 24h}, 40 * 24h},
            {"a clock that goes back", {0h, -240h}, -240h},
            {"and forward again", {0h, -240h, 240h}, -240h},
            {"decades behind for one stamp", {0h, decades, 1h}, 0h},
            {"decades behind at the first", {decades, decades + 1h, 0h, 1h}, 0h},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            const auto now = test::FakeClock{}.wall();
            StampedDomains domains{{}, {}};
            for (const auto stamp : c.stamps)
                domains.note(ours, now + stamp);
            CHECK(*domains.since(ours) == now + c.since);
        }
    }

    TEST_CASE("times that cannot be are those of the oldest entry")
    {
        const auto now = test::FakeClock{}.wall();
        const auto oldest = now - 72h;
        struct Case {
            const char* name = nullptr;
            WallTime since;
            WallTime corrected;
        };
        const Case cases[] = {
            {"older than the ledger", now - 200 * 24h, now - 200 * 24h},
            {"a clock a little ahead", now + 1h, now + 1h},
            {"a clock that was years ahead", now + 3000 * 24h, oldest},
            {"1970", WallTime{}, oldest},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            StampedDomains domains{{{ours, c.since, c.since}}, {}};
            CHECK(domains.correct(now, now + 1s).empty()); // a clock that is behind
            CHECK(domains.correct(now, oldest).size() ==
                  (c.since == c.corrected ? 0U : 1U));
            CHECK(*domains.since(ours) == c.corrected);
            CHECK(domains.correct(now, oldest).empty());
        }
    }
}

} // namespace mailreeve::bounce
