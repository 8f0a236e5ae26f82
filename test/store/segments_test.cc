#include "mailreeve/store/segments.hh"

#include "test/store/segment_ground.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace mailreeve::store {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Ground = SegmentGround;

TEST_SUITE("store")
{
    TEST_CASE("each day has a file, and a search begins with the newest")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.writes("first", now));
        CHECK(ground.writes("second", now + 1h));
        CHECK(ground.writes("next day", now + 24h));
        CHECK(ground.words() == Words{"next day", "first", "second"});
        CHECK(ground.segments().list() ==
              std::vector{ground.file("2026-11-19.db"), ground.file("2026-11-18.db")});
        CHECK(ground.told.words.copy().empty());
    }

    TEST_CASE("months are files as well")
    {
        Ground ground;
        ground.plan.period = Period::Month;
        const auto now = ground.clock.wall();
        ground.write("november", now);
        ground.write("still november", now + 5 * 24h);
        ground.write("december", now + 20 * 24h);
        CHECK(ground.words() == Words{"december", "november", "still november"});
        CHECK(ground.segments().list().size() == 2);
        CHECK(ground.segments().expire(now + 20 * 24h) ==
              std::vector{ground.file("2026-11.db")});
    }

    TEST_CASE("a clock that goes back writes to a day gone by")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("today", now);
        CHECK(ground.writes("yesterday", now - 24h));
        CHECK(ground.writes("today again", now));
        CHECK(ground.words() == Words{"today", "today again", "yesterday"});
    }

    TEST_CASE("a clock that jumps among many days loses nothing and ends its writers")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        constexpr int days = 6;
        constexpr int rounds = 10;
        for (int round = 0; round < rounds; ++round)
            for (int day = 0; day < days; ++day)
                CHECK(ground.writes("n", now + day * 24h));
        CHECK(ground.words().size() == days * rounds);
        CHECK(ground.segments().counts().committed == days * rounds);
    }

    TEST_CASE("a writer ends when only others are given work, and its count stays")
    {
        Ground ground;
        ground.plan.writers.linger = 5;
        const auto now = ground.clock.wall();
        ground.write("old day", now);
        CHECK(fs::exists(ground.file("2026-11-18.db-wal")));
        for (int n = 0; n < 8; ++n)
            ground.write("new day", now + 24h);
        while (fs::exists(ground.file("2026-11-18.db-wal"))) // closed by its thread
            std::this_thread::yield();
        CHECK(ground.segments().counts().committed == 9);
        CHECK(ground.segments().counts().opened == 2);
    }

    TEST_CASE("what is queued for a day is written although the day is over")
    {
        Ground ground;
        ground.plan.writers.linger = 1;
        const auto now = ground.clock.wall();
        const Gate gate;
        (void)ground.segments().commit(now, gate.work());
        gate.wait_entered();
        std::vector<Future<Commit>> late;
        late.reserve(20);
        for (int n = 0; n < 20; ++n)
            late.push_back(ground.segments().commit(now, note("late")));
        for (int n = 0; n < 5; ++n)
            CHECK(ground.writes("new day", now + 24h)); // does not wait
        CHECK_FALSE(late.front().is_ready());
        gate.open();
        for (const auto& each : late)
            CHECK(result_of(each) == Commit{});
        CHECK(ground.words().size() == 25);
    }

    TEST_CASE("more days than may be closing are a failure, not a wait")
    {
        Ground ground;
        ground.plan.writers.open = 1;
        ground.plan.writers.closing = 1;
        const auto now = ground.clock.wall();
        const Gate gate;
        for (int day = 0; day < 2; ++day)
            (void)ground.segments().commit(now + day * 24h, gate.work());
        const auto refused = ground.segments().commit(now + 48h, note("no"));
        REQUIRE(refused.is_ready());
        CHECK(result_of(refused)->fault == Fault::Busy);
        gate.open();
    }

    TEST_CASE("what was queued is written before the end")
    {
        Ground ground;
        for (int n = 0; n < 300; ++n)
            (void)ground.segments().commit(ground.clock.wall() + n % 3 * 24h,
                                           note("n"));
        ground.close();
        CHECK(ground.words().size() == 300);
    }

    TEST_CASE("expiry removes whole periods that are over and nothing else")
    {
        Ground ground;
        const auto now = ground.clock.wall(); // 11:06:40 of the 18th
        for (int day = 0; day < 4; ++day)
            ground.write("n", now + day * 24h);
        ground.words(); // connections are open to all of them
        for (const auto* name : {"state.db", "2026-11-18.db.bak", "2026-11-1.db"})
            std::ofstream{ground.file(name)} << "not ours";
        fs::create_directory(ground.file("2026-11-19"));
        const auto midnight = std::chrono::floor<std::chrono::days>(now) + 48h;
        CHECK(ground.segments().expire(midnight - 1s) ==
              std::vector{ground.file("2026-11-18.db")});
        CHECK(ground.segments().expire(midnight) ==
              std::vector{ground.file("2026-11-19.db")});
        CHECK(ground.segments().expire(midnight).empty());
        SearchEnd end;
        CHECK(ground.words(&end).size() == 2);
        CHECK(end == SearchEnd{});
        ground.close();
        Words left;
        for (const auto& name : ground.names())
            if (!name.starts_with("2026-11-20.db") &&
                !name.starts_with("2026-11-21.db"))
                left.push_back(name);
        CHECK(left ==
              Words{"2026-11-1.db", "2026-11-18.db.bak", "2026-11-19", "state.db"});
    }

    TEST_CASE("a day that expired and comes again begins anew")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("gone", now);
        CHECK(ground.words() == Words{"gone"});
        CHECK(ground.segments().expire(now + 48h).size() == 1);
        CHECK(ground.writes("new", now));
        CHECK(ground.words() == Words{"new"});
    }

    TEST_CASE("a time is looked up in its own day, a span in the days that it touches")
    {
        Ground ground;
        const auto midnight =
            std::chrono::floor<std::chrono::days>(ground.clock.wall());
        for (int day = 0; day < 4; ++day)
            ground.write("n", midnight + day * 24h);
        struct Case {
            const char* name = nullptr;
            WallTime from;
            WallTime to;
            int segments = 0;
        };
        const Case cases[] = {
            {"one day", midnight, midnight + 24h - 1s, 1},
            {"an hour around midnight", midnight + 23h, midnight + 25h, 2},
            {"up to midnight", midnight + 23h, midnight + 24h, 2},
            {"all", midnight - 24h, midnight + 30 * 24h, 4},
            {"before all", midnight - 24h, midnight - 1s, 0},
            {"after all", midnight + 4 * 24h, midnight + 5 * 24h, 0},
            {"the end of time", WallTime::min(), WallTime::max(), 4},
            {"backwards", midnight + 24h, midnight, 0},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            int seen = 0;
            const auto end = ground.segments().search(c.from, c.to, [&](Database&) {
                ++seen;
                return Go::On;
            });
            CHECK(end == SearchEnd{});
            CHECK(seen == c.segments);
        }
        int seen = 0;
        const auto see = [&](Database&) { ++seen; };
        const auto see_one = [&](Database&) {
            ++seen;
            return Go::Stop;
        };
        CHECK(ground.segments().read(midnight + 1h, see) == SearchEnd{});
        CHECK(seen == 1);
        CHECK(ground.segments().search(see_one) == SearchEnd{});
        CHECK(seen == 2);
    }

    TEST_CASE("a missing segment is nothing, and reading makes none")
    {
        Ground ground;
        bool called = false;
        const auto call = [&](Database&) { called = true; };
        CHECK(ground.segments().read(ground.clock.wall(), call) == SearchEnd{});
        CHECK_FALSE(called);
        CHECK(ground.names().empty());
    }

    TEST_CASE("readers go on while the writer commits, and see whole transactions")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("n", now);
        ground.write("n", now - 24h);
        const Gate gate;
        const auto two = ground.segments().commit(now, [&](Database& database) {
            write_note(database, "one of two");
            gate.work()(database);
            write_note(database, "two of two");
        });
        gate.wait_entered(); // in the middle of the transaction
        SearchEnd end;
        CHECK(ground.words(&end).size() == 2);
        CHECK(end == SearchEnd{});
        gate.open();
        CHECK(result_of(two) == Commit{});
        CHECK(ground.words().size() == 4);
    }

    TEST_CASE("many threads write, read and expire at once")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        auto& segments = ground.segments();
        std::atomic<int> incomplete{0};
        std::atomic<int> failed{0};
        const auto write = [&] {
            for (int m = 0; m < 60; ++m)
                if (result_of(segments.commit(now + m / 20 * 24h, note("n"))))
                    ++failed;
        };
        const auto count = [](Database& database) {
            count_notes(database);
            return Go::On;
        };
        const auto search = [&] {
            for (int m = 0; m < 60; ++m)
                if (!segments.search(count).complete)
                    ++incomplete;
        };
        {
            std::vector<std::jthread> threads;
            threads.reserve(5);
            for (int n = 0; n < 2; ++n)
                threads.emplace_back(write);
            for (int n = 0; n < 2; ++n)
                threads.emplace_back(search);
            threads.emplace_back([&] {
                for (int m = 0; m < 20; ++m)
                    segments.expire(now - 24h);
            });
        }
        CHECK(failed == 0);
        CHECK(incomplete == 0);
        CHECK(ground.words().size() == 120);
    }

    TEST_CASE("a search over more segments than stay open opens the oldest alone")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        for (int day = 0; day < 6; ++day)
            ground.write("n", now + day * 24h);
        SegmentReaders readers{notes, {.open = 4}};
        const auto files = ground.segments().list();
        std::vector<const sqlite3*> before;
        for (int round = 0; round < 3; ++round) {
            std::vector<const sqlite3*> used;
            for (const auto& file : files)
                readers.read(file, [&](Database& d) { used.push_back(d.handle()); });
            CHECK(readers.open() == 4);
            used.resize(4);
            CHECK((round == 0 || used == before)); // the newest were still open
            before = used;
        }
    }

    TEST_CASE("a search looks into a bounded number of segments, the newest")
    {
        Ground ground;
        ground.plan.readers.segments = 2;
        const auto now = ground.clock.wall();
        ground.write("oldest", now);
        ground.write("older", now + 24h);
        SearchEnd end;
        CHECK(ground.words(&end) == Words{"older", "oldest"});
        CHECK(end.complete);
        ground.write("new", now + 48h);
        CHECK(ground.words(&end) == Words{"new", "older"});
        CHECK_FALSE(end.complete);
        CHECK_FALSE(end.why.empty());
        const auto look = [](Database&) {};
        CHECK(ground.segments().read(now, look).complete);
    }

    TEST_CASE("connections for reading are kept up to their bound")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        for (int day = 0; day < 4; ++day)
            ground.write("n", now + day * 24h);
        SegmentReaders readers{notes, {.open = 2}};
        for (const auto& file : ground.segments().list())
            readers.read(file, [&](Database& database) {
                CHECK(count_notes(database) == 1);
                readers.read(file, [](Database&) {}); // a second one at a time
            });
        CHECK(readers.open() == 2);
        for (const auto* name : {"2026-11-18.db", "2026-11-19.db"})
            readers.close(ground.file(name));
        CHECK(readers.open() == 2); // the two newest, one each
        readers.close(ground.file("2026-11-21.db"));
        CHECK(readers.open() == 1);
    }
}

} // namespace mailreeve::store
