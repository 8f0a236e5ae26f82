#include "milter/admission.hh"

#include "test/support/fake_clock.hh"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

namespace mailreeve::milter {

using test::FakeClock;
using namespace std::chrono_literals;

TEST_SUITE("milter")
{
    TEST_CASE("a session over the limit is refused and counted")
    {
        const FakeClock clock;
        Admission admission{{.sessions = 2, .work = 1}, clock};
        auto first = admission.open_session();
        auto second = admission.open_session();
        REQUIRE(first);
        REQUIRE(second);
        CHECK(admission.is_full());
        CHECK_FALSE(admission.open_session());
        CHECK(admission.count().sessions == 2);
        CHECK(admission.count().sessions_refused == 1);

        first.reset();
        CHECK_FALSE(admission.is_full());
        CHECK(admission.open_session());
    }

    TEST_CASE("a place that was moved is given back once")
    {
        const FakeClock clock;
        Admission admission{{.sessions = 1, .work = 1}, clock};
        {
            auto place = admission.open_session();
            REQUIRE(place);
            const auto moved = std::move(*place);
            CHECK(admission.count().sessions == 1);
        }
        CHECK(admission.count().sessions == 0);
        CHECK(admission.open_session());
    }

    TEST_CASE("work has a limit of its own, messages have none")
    {
        const FakeClock clock;
        Admission admission{{.sessions = 1, .work = 1}, clock};
        const auto message = admission.begin_message();
        const auto other = admission.begin_message();
        const auto work = admission.begin_work();
        CHECK(work);
        CHECK_FALSE(admission.begin_work());
        CHECK(admission.count().messages == 2);
        CHECK(admission.count().messages_begun == 2);
        CHECK(admission.count().work_refused == 1);
    }

    TEST_CASE("a closed door lets nobody in and keeps those who are inside")
    {
        const FakeClock clock;
        Admission admission{{.sessions = 8, .work = 8}, clock};
        const auto session = admission.open_session();
        admission.close();
        CHECK(admission.is_full());
        CHECK_FALSE(admission.open_session());
        CHECK_FALSE(admission.begin_work());
        CHECK(admission.count().sessions == 1);
    }

    TEST_CASE("the last change is when something began or ended")
    {
        FakeClock clock;
        Admission admission{{}, clock};
        auto session = admission.open_session();
        const auto began = clock.now();
        CHECK(admission.last_change() == began);
        clock.advance(3s);
        CHECK(admission.last_change() == began);
        session.reset();
        CHECK(admission.last_change() == clock.now());
    }

    TEST_CASE("threads together never pass the limit")
    {
        const FakeClock clock;
        Admission admission{{.sessions = 3, .work = 1}, clock};
        std::atomic<int> inside{0};
        std::atomic<bool> passed{false};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int round = 0; round < 2000; ++round) {
                    const auto place = admission.open_session();
                    if (!place)
                        continue;
                    if (++inside > 3)
                        passed = true;
                    --inside;
                }
            });
        threads.clear();
        CHECK_FALSE(passed);
        CHECK(admission.count().sessions == 0);
    }
}

} // namespace mailreeve::milter
