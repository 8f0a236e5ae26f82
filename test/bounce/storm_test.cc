#include "mailreeve/bounce/storm.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace mailreeve::bounce {

using namespace std::chrono_literals;
using test::address;

namespace {

constexpr Deadline start{1000s};

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE(
        "more bounces than the limit within a minute are a storm, until it passes")
    {
        Storm storm{{3, 100}};
        const auto alice = address("alice@example.net");
        for (const auto at : {0s, 20s, 40s}) {
            CAPTURE(at.count());
            CHECK_FALSE(storm.note(alice, start + at));
        }
        CHECK(storm.note(alice, start + 59s));
        CHECK(storm.note(alice, start + 60s));        // 20, 40, 59, 60
        CHECK_FALSE(storm.note(alice, start + 110s)); // 59, 60, 110
        CHECK_FALSE(storm.note(alice, start + 500s));
    }

    TEST_CASE("a limit and one more within a minute are noticed wherever it begins")
    {
        for (int offset = 0; offset < 70; ++offset) {
            CAPTURE(offset);
            Storm storm{{2, 100}};
            const auto begin = start + offset * 1s;
            CHECK_FALSE(storm.note(address("a@x.org"), begin));
            CHECK_FALSE(storm.note(address("a@x.org"), begin + 30s));
            CHECK(storm.note(address("a@x.org"), begin + 60s));
            // All of them are forgotten a minute and two slices after the last.
            CHECK_FALSE(
                storm.note(address("a@x.org"), begin + 120s + 2 * Storm::slice));
        }
    }

    TEST_CASE("each recipient has a storm of his own, whatever tag or case he has")
    {
        Storm storm{{2, 100}};
        CHECK_FALSE(storm.note(address("alice@example.net"), start));
        CHECK_FALSE(storm.note(address("bob@example.net"), start));
        CHECK_FALSE(storm.note(address("Alice@EXAMPLE.net"), start));
        CHECK_FALSE(storm.note(address("bob@example.org"), start));
        CHECK(storm.note(address("prvs=0123abcdef=alice@example.net"), start));
    }

    TEST_CASE("no more recipients are counted than the bound says, the quiet ones go")
    {
        Storm storm{{1, 3}};
        for (int n = 0; n < 1000; ++n)
            CHECK_FALSE(storm.note(address(std::to_string(n) + "@example.net"), start));
        CHECK(storm.size() == 3);
        CHECK(storm.note(address("997@example.net"), start));
        CHECK_FALSE(storm.note(address("new@example.net"), start));
        CHECK(storm.note(address("997@example.net"), start));
        CHECK_FALSE(storm.note(address("998@example.net"), start)); // made room
    }

    TEST_CASE("a time that another thread has already gone beyond counts as now")
    {
        Storm storm{{2, 100}};
        CHECK_FALSE(storm.note(address("a@x.org"), start + 70s));
        CHECK_FALSE(storm.note(address("a@x.org"), start));
        CHECK(storm.note(address("a@x.org"), start + 70s));
    }

    TEST_CASE("a storm of any length is counted in the same room")
    {
        Storm storm{{1'000'000, 10}};
        for (int n = 0; n < 100'000; ++n)
            CHECK_FALSE(storm.note(address("a@x.org"), start + n * 1ms));
        CHECK(storm.size() == 1);
    }

    TEST_CASE("threads note bounces at once and lose none")
    {
        Storm storm{{399, 10}};
        std::atomic<int> storms{0};
        {
            std::vector<std::jthread> threads;
            for (int n = 0; n < 4; ++n)
                threads.emplace_back([&] {
                    for (int m = 0; m < 100; ++m)
                        storms += storm.note(address("a@x.org"), start) ? 1 : 0;
                });
        }
        CHECK(storms == 1);
    }
}

} // namespace mailreeve::bounce
