#include "mailreeve/attachment/worker_pool.hh"

#include "test/support/cms_writer.hh"
#include "test/support/enclosed.hh"
#include "test/support/zip_writer.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/wait.h>

namespace mailreeve::attachment {

using namespace std::chrono_literals;
using test::EnclosedBytes;

namespace {

UnpackSettings settings(unsigned workers = 1)
{
    UnpackSettings settings;
    settings.worker = UNPACK_PROGRAM;
    settings.workers = workers;
    return settings;
}

// A program of the tests that behaves as its name's end says: fake_worker.cc.
UnpackSettings fake(const std::string& how)
{
    auto changed = settings();
    changed.worker = std::string{FAKE_WORKERS} + how;
    changed.wall = 1s;
    return changed;
}

std::string small_zip()
{
    return test::zip_of({{"run.exe", "MZ, as programs begin"}, {"a.txt", "text"}});
}

void check_small_zip(const Item& item)
{
    REQUIRE(item.inside.size() == 2);
    CHECK(item.obstacle == Obstacle::None);
    CHECK(item.inside[0].names == std::vector<std::string>{"run.exe"});
    CHECK(item.inside[1].size == 4);
}

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator all{"/proc/self/fd"};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

bool has_children()
{
    siginfo_t any{};
    return ::waitid(P_ALL, 0, &any, WEXITED | WNOHANG | WNOWAIT) == 0;
}

} // namespace

TEST_SUITE("worker pool")
{
    TEST_CASE("a worker tells what is in a file, and then in the next")
    {
        EnclosedBytes zip{small_zip(), "order.zip"};
        WorkerPool pool{settings()};
        const auto pids = pool.idle_pids();
        for (int i = 0; i < 3; ++i) {
            const auto item = pool.look_into(zip.enclosed());
            CHECK(item.names == std::vector<std::string>{"order.zip"});
            check_small_zip(item);
        }
        CHECK(pool.idle_pids() == pids);
        CHECK(pool.counters().requests == 3);
        CHECK(pool.counters().replaced == 0);
    }

    TEST_CASE("a worker that has done its share makes room, and is not counted as lost")
    {
        EnclosedBytes zip{small_zip()};
        const auto enclosed = zip.enclosed();
        WorkerPool pool{settings()};
        const auto first = pool.idle_pids();
        for (unsigned i = 1; i < worker_requests; ++i)
            static_cast<void>(pool.look_into(enclosed));
        CHECK(pool.idle_pids() == first);
        check_small_zip(pool.look_into(enclosed));
        const auto second = pool.idle_pids();
        REQUIRE(second.size() == 1);
        CHECK(second != first);
        check_small_zip(pool.look_into(enclosed));
        CHECK(pool.idle_pids() == second);
        CHECK(pool.counters().replaced == 0);
        CHECK(pool.counters().crashed == 0);
    }

    TEST_CASE("a worker opens signed mail in its sandbox")
    {
        const std::string mail = "Content-Type: application/octet-stream; "
                                 "name=run.exe\r\n\r\nMZ, as programs begin";
        for (const auto& bytes : {test::cms_of(mail), test::ber_cms_of(mail)}) {
            EnclosedBytes letter{bytes, "smime.p7m"};
            const auto item = WorkerPool{settings()}.look_into(letter.enclosed());
            CHECK(item.obstacle == Obstacle::None);
            REQUIRE(item.inside.size() == 1);
            CHECK(item.inside[0].names == std::vector<std::string>{"run.exe"});
        }
    }

    TEST_CASE("a worker that was killed is replaced, and the file looked into")
    {
        EnclosedBytes zip{small_zip()};
        WorkerPool pool{settings()};
        for (const int signal : {SIGKILL, SIGSEGV}) {
            CAPTURE(signal);
            const auto before = pool.idle_pids();
            REQUIRE(before.size() == 1);
            REQUIRE(::kill(before[0], signal) == 0);
            check_small_zip(pool.look_into(zip.enclosed()));
            CHECK(pool.idle_pids() != before);
        }
        CHECK(pool.counters().replaced == 2);
        CHECK(pool.counters().crashed == 0);
    }

    TEST_CASE("a worker that was stopped is replaced, and the file looked into")
    {
        auto quick = settings();
        quick.wall = 1s;
        EnclosedBytes zip{small_zip()};
        WorkerPool pool{quick};
        REQUIRE(::kill(pool.idle_pids().at(0), SIGSTOP) == 0);
        check_small_zip(pool.look_into(zip.enclosed()));
        CHECK(pool.counters().replaced == 1);
    }

    TEST_CASE("a file that ends two workers is called so")
    {
        struct Case {
            const char* how;
            Obstacle expected;
        };
        const Case cases[] = {
            {"dies", Obstacle::Crashed},         {"closes", Obstacle::Crashed},
            {"babbles", Obstacle::Crashed},      {"boasts", Obstacle::Crashed},
            {"says-nothing", Obstacle::TooSlow}, {"spends", Obstacle::TooSlow},
        };
        EnclosedBytes zip{small_zip(), "order.zip"};
        for (const auto& c : cases) {
            CAPTURE(c.how);
            WorkerPool pool{fake(c.how)};
            const auto item = pool.look_into(zip.enclosed());
            CHECK(item.obstacle == c.expected);
            CHECK(item.names == std::vector<std::string>{"order.zip"});
            CHECK(item.inside.empty());
            const auto once = c.how == std::string{"spends"};
            CHECK(pool.counters().replaced == (once ? 1 : 2));
            CHECK(pool.counters().crashed + pool.counters().slow == 1);
            CHECK(pool.idle_pids().size() == 1);
        }
    }

    TEST_CASE("what a worker says of names and size does not count")
    {
        EnclosedBytes zip{small_zip(), "order.zip"};
        WorkerPool pool{fake("renames")};
        const auto item = pool.look_into(zip.enclosed());
        CHECK(item.names == std::vector<std::string>{"order.zip"});
        CHECK(item.size == small_zip().size());
    }

    TEST_CASE("without a program there is no pool")
    {
        CHECK_THROWS_AS(WorkerPool{fake("is-not-there")}, std::system_error);
        CHECK_THROWS_AS(WorkerPool{fake("ends-at-once")}, std::system_error);
        CHECK_FALSE(has_children());
    }

    TEST_CASE("fifty threads at once are all answered, and nothing is left behind")
    {
        const auto before = open_descriptors();
        {
            EnclosedBytes zip{small_zip()};
            const auto enclosed = zip.enclosed();
            auto two = settings(2);
            WorkerPool pool{two};
            std::atomic<int> good{0};
            {
                std::vector<std::jthread> threads;
                for (int i = 0; i < 50; ++i)
                    threads.emplace_back([&] {
                        for (int n = 0; n < 4; ++n)
                            good += pool.look_into(enclosed).inside.size() == 2 ? 1 : 0;
                    });
            }
            CHECK(good == 200);
            CHECK(pool.counters().requests == 200);
            CHECK(pool.idle_pids().size() == 2);
        }
        CHECK(open_descriptors() == before);
        CHECK_FALSE(has_children());
    }

    TEST_CASE("whoever would wait behind too many is told to come again")
    {
        auto none = fake("says-nothing");
        none.waiting = 0;
        EnclosedBytes zip{small_zip()};
        WorkerPool pool{none};
        const auto enclosed = zip.enclosed();
        const std::jthread first{[&] { static_cast<void>(pool.look_into(enclosed)); }};
        while (!pool.idle_pids().empty()) // until the other thread has the worker
            std::this_thread::yield();
        CHECK_THROWS_AS(pool.look_into(enclosed), std::system_error);
    }

    TEST_CASE("a small archive is looked into in a moment")
    {
        EnclosedBytes zip{small_zip()};
        WorkerPool pool{settings()};
        constexpr int count = 200;
        const auto enclosed = zip.enclosed();
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i)
            static_cast<void>(pool.look_into(enclosed));
        const std::chrono::duration<double, std::micro> time =
            std::chrono::steady_clock::now() - start;
        MESSAGE("a small zip: ", time.count() / count, " us");
    }
}

} // namespace mailreeve::attachment
