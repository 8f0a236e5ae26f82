#include "mailreeve/store/committer.hh"
#include "mailreeve/store/sound.hh"
#include "mailreeve/store/transaction.hh"

#include "test/store/committing.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <new>
#include <thread>

namespace mailreeve::store {

using test::TemporaryDirectory;
namespace fs = std::filesystem;

TEST_SUITE("store")
{
    TEST_CASE("what has gathered is committed in one transaction")
    {
        const TemporaryDirectory state;
        Told told;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        const Gate gate;
        committer.add(gate.work());
        gate.wait_entered();
        for (int n = 0; n < 100; ++n)
            CHECK(committer.add(note("n")));
        const auto last = committer.commit(note("last"));
        CHECK_FALSE(last.is_ready());
        gate.open();
        CHECK(result_of(last) == Commit{});
        const auto counts = committer.counts();
        CHECK(counts.committed == 102);
        CHECK(counts.commits == 2);
        CHECK(told.words.copy().empty());
        auto reader = open_notes(state / "a.db");
        CHECK(count_notes(reader) == 101);
    }

    TEST_CASE("a full queue drops, counts, and says so to those who wait")
    {
        const TemporaryDirectory state;
        Told told;
        CommitterLimits limits;
        limits.queue = 2;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell(),
                            limits};
        const Gate gate;
        committer.add(gate.work());
        gate.wait_entered();
        CHECK(committer.add(note("1")));
        CHECK(committer.add(note("2")));
        CHECK_FALSE(committer.add(note("3")));
        const auto late = committer.commit(note("4"));
        REQUIRE(late.is_ready());
        CHECK(result_of(late)->fault == Fault::Full);
        CHECK(committer.counts().dropped == 2);
        CHECK(committer.counts().queued == 2);
        gate.open();
    }

    TEST_CASE("one piece that fails does not take its neighbours with it")
    {
        const TemporaryDirectory state;
        Told told;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        const Gate gate;
        committer.add(gate.work());
        gate.wait_entered();
        const auto good = committer.commit(note("good"));
        const auto bad = committer.commit([](Database& database) {
            write_note(database, "half of it");
            database.run("INSERT INTO nowhere VALUES(1)");
        });
        const auto odd = committer.commit(
            [](Database&) { throw std::runtime_error{"not of the store"}; });
        const auto after = committer.commit(note("after"));
        gate.open();
        CHECK(result_of(good) == Commit{});
        CHECK(result_of(bad)->fault == Fault::Other);
        CHECK(result_of(odd)->why == "not of the store");
        CHECK(result_of(after) == Commit{});
        CHECK(committer.counts().failed == 2);
        CHECK(told.words.copy().size() == 2);
        auto reader = open_notes(state / "a.db");
        CHECK(count_notes(reader) == 2);
    }

    TEST_CASE("a lock of another process is waited out")
    {
        const TemporaryDirectory state;
        Told told;
        Opening impatient;
        impatient.patience = std::chrono::milliseconds{1};
        auto other = open_notes(state / "a.db");
        CommitterLimits limits;
        limits.tries = 1'000'000;
        Committer committer{[&] { return open_notes(state / "a.db", impatient); },
                            told.tell(), limits};
        Future<Commit> late = Promise<Commit>{}.future();
        {
            const Transaction held{other};
            late = committer.commit(note("late"));
            while (committer.counts().busy < 3)
                std::this_thread::yield();
            CHECK_FALSE(late.is_ready());
        }
        CHECK(result_of(late) == Commit{});
    }

    TEST_CASE("a lock that stays is a failure in the end, and not before work is lost")
    {
        const TemporaryDirectory state;
        Told told;
        Opening impatient;
        impatient.patience = std::chrono::milliseconds{1};
        auto other = open_notes(state / "a.db");
        CommitterLimits limits;
        limits.tries = 3;
        Committer committer{[&] { return open_notes(state / "a.db", impatient); },
                            told.tell(), limits};
        const Transaction held{other};
        CHECK(result_of(committer.commit(note("late")))->fault == Fault::Busy);
        CHECK(committer.counts().busy == 3);
    }

    TEST_CASE("a full disk fails the work and is over when there is room again")
    {
        const TemporaryDirectory state;
        Told told;
        Opening small;
        small.max_bytes = std::int64_t{32} * 1024;
        Committer committer{[&] { return open_notes(state / "a.db", small); },
                            told.tell()};
        CHECK(result_of(committer.commit(note(std::string(100'000, 'x'))))->fault ==
              Fault::Full);
        CHECK(result_of(committer.commit(note("small"))) == Commit{});
    }

    TEST_CASE("a damaged file is replaced and the work done in the new one")
    {
        const TemporaryDirectory state;
        Told told;
        std::atomic<int> times{0};
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        const auto done = committer.commit([&](Database& database) {
            if (times++ == 0)
                throw StoreError{Fault::Corrupt, "database disk image is malformed"};
            write_note(database, "kept");
        });
        CHECK(result_of(done) == Commit{});
        CHECK(committer.counts().opened == 2);
        CHECK(told.words.copy().size() == 1);
    }

    TEST_CASE("a file that was removed is made again")
    {
        const TemporaryDirectory state;
        Told told;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        CHECK(result_of(committer.commit(note("lost"))) == Commit{});
        fs::remove(state / "a.db");
        CHECK(result_of(committer.commit(note("kept"))) == Commit{});
        auto reader = open_notes(state / "a.db");
        CHECK(count_notes(reader) == 1);
    }

    TEST_CASE("a database that cannot be opened again fails the work, until it can")
    {
        const TemporaryDirectory state;
        Told told;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        fs::remove(state / "a.db");
        fs::permissions(state.path(), fs::perms{0755});
        CHECK(result_of(committer.commit(note("1")))->fault == Fault::Unsafe);
        CHECK(result_of(committer.commit(note("2")))->fault == Fault::Unsafe);
        fs::permissions(state.path(), fs::perms{0700});
        CHECK(result_of(committer.commit(note("3"))) == Commit{});
    }

    TEST_CASE(
        "what is no fault of the store while it opens fails the work, not the thread")
    {
        const TemporaryDirectory state;
        Told told;
        int opened = 0;
        Committer committer{[&] {
                                if (++opened == 1)
                                    throw std::bad_alloc{};
                                return open_notes(state / "a.db");
                            },
                            told.tell(),
                            {},
                            FirstOpen::Needed};
        CHECK(result_of(committer.commit(note("1")))->fault == Fault::Other);
        CHECK(result_of(committer.commit(note("2"))) == Commit{});
        CHECK(told.words.copy().size() == 1);
        CHECK(committer.counts().failed == 1);
    }

    TEST_CASE("a failure that cannot be told is still the answer, and work goes on")
    {
        const TemporaryDirectory state;
        Committer committer{[&] { return open_notes(state / "a.db"); },
                            [](const std::string&) { throw std::bad_alloc{}; }};
        const auto bad = committer.commit(
            [](Database& database) { database.run("INSERT INTO nowhere VALUES(1)"); });
        CHECK(result_of(bad)->fault == Fault::Other);
        CHECK(result_of(committer.commit(note("1"))) == Commit{});
        CHECK(committer.counts().failed == 1);
    }

    TEST_CASE("a follower that breaks its word keeps nobody else from his answer")
    {
        const TemporaryDirectory state;
        Told told;
        Committer committer{[&] { return open_notes(state / "a.db"); }, told.tell()};
        const Gate gate;
        committer.add(gate.work());
        gate.wait_entered();
        committer.commit(note("1")).then(
            [](const Commit&) { throw std::runtime_error{"it must not throw"}; });
        const auto other = committer.commit(note("2"));
        gate.open();
        (void)result_of(other);
        CHECK(result_of(committer.commit(note("3"))) == Commit{});
        CHECK(told.words.copy() == std::vector<std::string>{"it must not throw"});
    }

    TEST_CASE("what was queued is written before the end")
    {
        const TemporaryDirectory state;
        Told told;
        {
            Committer committer{[&] { return open_notes(state / "a.db"); },
                                told.tell()};
            for (int n = 0; n < 1000; ++n)
                committer.add(note("n"));
        }
        auto reader = open_notes(state / "a.db");
        CHECK(count_notes(reader) == 1000);
    }

    TEST_CASE("many threads write through one committer")
    {
        const TemporaryDirectory state;
        Told told;
        {
            Committer committer{[&] { return open_notes(state / "a.db"); },
                                told.tell()};
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (int n = 0; n < 4; ++n)
                threads.emplace_back([&] {
                    for (int m = 0; m < 50; ++m)
                        (void)committer.commit(note("n")).wait_until(
                            SystemClock{}.now() + patience);
                });
        }
        auto reader = open_notes(state / "a.db");
        CHECK(count_notes(reader) == 200);
    }
}

} // namespace mailreeve::store
