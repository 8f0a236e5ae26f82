#include "milter/drain.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

using test::FakeClock;
using namespace std::chrono_literals;

TEST_SUITE("milter")
{
    TEST_CASE("a drain waits for messages, for busy sessions, and not for idle ones")
    {
        struct Case {
            const char* name;
            std::size_t sessions;
            std::size_t messages;
            std::chrono::milliseconds since_change;
            std::chrono::milliseconds since_shut;
            DrainState expected;
        };
        const Case cases[] = {
            {"nobody, just shut", 0, 0, 60s, 0ms, DrainState::Waiting},
            {"nobody", 0, 0, 60s, 200ms, DrainState::Done},
            {"the last one has just gone", 0, 0, 10ms, 5s, DrainState::Waiting},
            {"idle session", 1, 0, 60s, 1s, DrainState::Done},
            {"idle session, just shut", 1, 0, 60s, 900ms, DrainState::Waiting},
            {"busy session", 1, 0, 300ms, 5s, DrainState::Waiting},
            {"message", 1, 1, 10s, 10s, DrainState::Waiting},
            {"message at the deadline", 1, 1, 10s, 15s, DrainState::Overdue},
            {"busy session at the deadline", 1, 0, 1ms, 15s, DrainState::Done},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const FakeClock clock;
            const auto now = clock.now();
            Admission::Count inside;
            inside.sessions = c.sessions;
            inside.messages = c.messages;
            CHECK(drain_state(inside, now - c.since_change,
                              {now - c.since_shut, now, 15s}) == c.expected);
        }
    }

    TEST_CASE("a drain lasts until the last message is through")
    {
        FakeClock clock;
        Admission admission{{}, clock};
        auto session = admission.open_session();
        std::optional message{admission.begin_message()};
        const auto began = clock.now();
        const auto drained = drain(admission, clock, 15s, [&](auto pause) {
            clock.advance(pause);
            if (clock.now() - began >= 3s)
                message.reset();
        });
        CHECK(drained.cut_off == 0);
        CHECK(drained.abandoned == 1);
        CHECK(drained.took >= 4s);
        CHECK(drained.took < 4100ms);
        CHECK_FALSE(admission.is_closing());
    }

    TEST_CASE("what is not through in time is told to go, and counted")
    {
        FakeClock clock;
        Admission admission{{}, clock};
        const auto session = admission.open_session();
        std::optional stuck{admission.begin_message()};
        std::optional obedient{admission.begin_message()};
        const auto drained = drain(admission, clock, 15s, [&](auto pause) {
            clock.advance(pause);
            if (admission.is_closing())
                obedient.reset();
        });
        CHECK(drained.cut_off == 2);
        CHECK(drained.took >= 15s + last_words);
        CHECK(drained.took < 16s);
        CHECK(admission.is_closing());
    }
}

} // namespace mailreeve::milter
