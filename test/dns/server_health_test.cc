#include "mailreeve/dns/round_trip.hh"
#include "mailreeve/dns/server_health.hh"

#include <doctest/doctest.h>

namespace mailreeve::dns {

namespace {

using State = ServerHealth::State;
using std::chrono::milliseconds;

Deadline at(int ms)
{
    return Deadline{std::chrono::hours{1}} + milliseconds{ms};
}

RoundTrip after(std::initializer_list<int> samples)
{
    RoundTrip trip;
    for (const int ms : samples)
        trip.measured(milliseconds{ms});
    return trip;
}

} // namespace

TEST_SUITE("dns")
{
    TEST_CASE("before anything is known the wait is the usual longest")
    {
        CHECK(RoundTrip{}.wait() == milliseconds{150});
        CHECK(RoundTrip{}.smoothed() == milliseconds{0});
    }

    TEST_CASE("the wait follows the measured round trip")
    {
        RoundTrip trip;
        for (int i = 0; i < 50; ++i)
            trip.measured(milliseconds{20});
        CHECK(trip.smoothed() == milliseconds{20});
        CHECK(trip.wait() >= milliseconds{20});
        CHECK(trip.wait() <= milliseconds{30});
    }

    TEST_CASE("a server on this host is waited for 25 milliseconds, not less")
    {
        RoundTrip trip;
        for (int i = 0; i < 50; ++i)
            trip.measured(std::chrono::microseconds{80});
        CHECK(trip.wait() == milliseconds{25});
    }

    TEST_CASE("slow answers among quick ones do not make the wait long")
    {
        CHECK(after({20, 900, 20, 1500, 20, 2000}).wait() == milliseconds{150});
    }

    TEST_CASE("where every answer is slow the wait is long")
    {
        RoundTrip trip;
        for (int i = 0; i < 200; ++i)
            trip.measured(milliseconds{600});
        CHECK(trip.wait() >= milliseconds{600});
        CHECK(trip.wait() <= milliseconds{1200});
    }

    TEST_CASE("a server is suspected after several tries in a row, unwell after probes")
    {
        ServerHealth health;
        for (int i = 0; i < ServerHealth::suspicious; ++i) {
            CHECK(health.state() == State::Well);
            health.unanswered(at(i));
        }
        CHECK(health.state() == State::Suspected);
        health.probe_unanswered();
        CHECK(health.state() == State::Suspected);
        health.probe_unanswered();
        CHECK(health.state() == State::Unwell);
        health.answered(at(1000));
        CHECK(health.state() == State::Well);
    }

    TEST_CASE("a silent zone among others does not make the server suspected")
    {
        ServerHealth health;
        for (int i = 0; i < 1000; ++i) {
            health.unanswered(at(10 * i));
            if (i % 3 == 2)
                health.answered(at(10 * i + 5));
        }
        CHECK(health.state() == State::Well);
    }

    TEST_CASE("tries from before the last answer do not count")
    {
        ServerHealth health;
        health.answered(at(100));
        for (int i = 0; i < 50; ++i)
            health.unanswered(at(i));
        CHECK(health.state() == State::Well);
    }

    TEST_CASE("an answer to a probe clears a suspicion")
    {
        ServerHealth health;
        for (int i = 0; i < ServerHealth::suspicious; ++i)
            health.unanswered(at(i));
        health.probe_unanswered();
        health.answered(at(50));
        CHECK(health.state() == State::Well);
        for (int i = 0; i < ServerHealth::suspicious; ++i)
            health.unanswered(at(100 + i));
        health.probe_unanswered();
        CHECK(health.state() == State::Suspected);
    }
}

} // namespace mailreeve::dns
