#include "mailreeve/bounce/sqlite_ledger.hh"

#include "mailreeve/store/statement.hh"
#include "mailreeve/store/transaction.hh"
#include "test/bounce/ledger_ground.hh"
#include "test/support/keys.hh"
#include "test/support/mail.hh"
#include "test/support/memory_ledger.hh"
#include "test/support/past_clock.hh"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <thread>

namespace mailreeve::bounce {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::domain;
using Ground = LedgerGround;

TEST_SUITE("bounce")
{
    TEST_CASE("a ledger that cannot be read does not know")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now, "today@example.net")));
        CHECK(ground.records(entry_of(2, now - 24h, "yesterday@example.net")));
        ground.close();
        std::ofstream{ground.directory() / "2026-11-17.db"} << "no database";
        const auto& ledger = ground.ledger();
        CHECK_FALSE(ledger.by_nonce(nonce_of(2), now - 24h).answered);
        CHECK(ledger.by_nonce(nonce_of(1), now).answered);
        CHECK(ledger.by_nonce(nonce_of(9), now).answered); // the 17th is too far
        const auto today = ledger.by_message(hash_of("today@example.net"), 9);
        CHECK(today.found.size() == 1);
        CHECK_FALSE(today.answered);
        const auto yesterday = ledger.by_message(hash_of("yesterday@example.net"), 9);
        CHECK_FALSE(yesterday.answered);
        CHECK(yesterday.why.find("2026-11-17.db") != std::string::npos);
        CHECK(ground.ledger().unanswered() == 3);
        const auto told = ground.told();
        REQUIRE(told.size() == 3);
        for (const auto& words : told)
            CHECK(words.find("2026-11-17.db") != std::string::npos);
    }

    TEST_CASE("a ledger that is lost answers that nothing is there")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        ground.close();
        fs::remove_all(ground.directory());
        const auto lookup = ground.ledger().by_nonce(nonce_of(1), now);
        CHECK(lookup.answered);
        CHECK_FALSE(lookup.found.has_value());
        CHECK(ground.records(entry_of(2, now)));
    }

    TEST_CASE("an entry that cannot be written fails, and says why")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.ledger();
        fs::permissions(ground.directory(), fs::perms{0755});
        CHECK(ground.record(entry_of(1, now + 24h))->fault == store::Fault::Unsafe);
        CHECK(ground.told().size() == 1);
        fs::permissions(ground.directory(), fs::perms{0700});
        CHECK(ground.records(entry_of(1, now + 24h)));
        CHECK(ground.record(entry_of(1, now + 24h))->fault == store::Fault::Other);
    }

    TEST_CASE("a ledger that could not keep anything is refused at the start")
    {
        Ground ground;
        SUBCASE("open to others")
        {
            fs::create_directory(ground.directory());
            fs::permissions(ground.directory(), fs::perms{0755});
        }
        SUBCASE("of a later mailreeve")
        {
            const char* const steps[] = {"CREATE TABLE stamps(x)", "CREATE TABLE t(x)"};
            const store::Schema later{"stamps", steps};
            fs::create_directory(ground.directory());
            fs::permissions(ground.directory(), fs::perms{0700});
            store::Database database{ground.directory() / "2026-11-18.db"};
            store::migrate(database, std::span{&later, 1});
        }
        CHECK_THROWS_AS(ground.ledger(), store::StoreError);
    }

    TEST_CASE("a count that the disk does not take in time is not answered")
    {
        Ground ground;
        const test::PastClock past;
        const auto now = past.wall();
        ground.ledger_with(past);
        auto other = open_state(ground.state_file());
        const store::Transaction held{other};
        const auto lookup =
            ground.ledger().count_bounce(nonce_of(1), now, hash_of("a"));
        CHECK_FALSE(lookup.answered);
        CHECK(lookup.why == "the disk took too long");
        CHECK(ground.ledger().unanswered() == 1);
        CHECK(ground.told().size() == 1);
    }

    TEST_CASE("entries and counts go when they are older than they may be")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        for (unsigned day = 0; day < 3; ++day) {
            CHECK(ground.records(entry_of(day, now + day * 24h)));
            CHECK(ground.ledger()
                      .count_bounce(nonce_of(day), now + day * 24h, hash_of("a"))
                      .found == 1);
        }
        CHECK(ground.ledger().expire(now + 36h) ==
              std::vector{ground.directory() / "2026-11-18.db"});
        CHECK_FALSE(ground.ledger().by_nonce(nonce_of(0), now).found.has_value());
        CHECK(ground.ledger().by_nonce(nonce_of(1), now + 24h).found.has_value());
        // Counts go by the second, entries by the day.
        CHECK(
            ground.ledger().count_bounce(nonce_of(1), now + 24h, hash_of("b")).found ==
            1);
        CHECK(
            ground.ledger().count_bounce(nonce_of(2), now + 48h, hash_of("b")).found ==
            2);
    }

    TEST_CASE("very many counts that expire go in slices, and all of them")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.ledger().count_bounce(nonce_of(1), now, hash_of("a")).found == 1);
        auto state = open_state(ground.state_file());
        state.run("WITH RECURSIVE numbers(n) AS "
                  "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500) "
                  "INSERT INTO bounces SELECT randomblob(10), n, 1 FROM numbers");
        ground.ledger().expire(now);
        const auto left = [&] {
            store::Statement ask{state, "SELECT count(*) FROM bounces"};
            auto rows = ask.rows();
            return rows.next() ? rows.integer(0) : 0;
        };
        const auto soon = SystemClock{}.now() + 30s;
        while (left() > 1 && SystemClock{}.now() < soon)
            std::this_thread::yield();
        CHECK(left() == 1);
    }

    TEST_CASE(
        "the first stamp of a domain is written once, for a bounded number of them")
    {
        Ground ground;
        ground.limits.stamped.domains = 3;
        const auto now = ground.clock.wall();
        for (unsigned n = 0; n < 20; ++n) {
            auto entry = entry_of(n, now + n * 1s);
            entry.sender = "a@d" + std::to_string(n % 5) + ".example";
            CHECK(ground.records(entry));
        }
        ground.close();
        auto state = open_state(ground.state_file());
        store::Statement ask{state, "SELECT domain, since FROM stamping_since"};
        std::vector<std::string> domains;
        for (auto rows = ask.rows(); rows.next();)
            domains.push_back(rows.text(0, 100));
        CHECK(domains ==
              std::vector<std::string>{"d0.example", "d1.example", "d2.example"});
        CHECK(ground.ledger().stamping_since(domain("d1.example")) == now + 1s);
        CHECK_FALSE(ground.ledger().stamping_since(domain("d4.example")).has_value());
    }

    TEST_CASE(
        "rows of the state file that mailreeve cannot have written are passed over")
    {
        Ground ground;
        CHECK(ground.records(entry_of(1, ground.clock.wall())));
        ground.close();
        open_state(ground.state_file())
            .run("INSERT INTO stamping_since(domain, since) VALUES('a.example', "
                 "'yesterday'),"
                 "('b.example', -1), (x'00', 1), (hex(randomblob(1000)), 1)");
        CHECK(ground.ledger().stamping_since(domain("example.net")).has_value());
        CHECK_FALSE(ground.ledger().stamping_since(domain("b.example")).has_value());
    }

    TEST_CASE("a row of the ledger that is none of ours is unknown, not believed")
    {
        const char* const spoiled[] = {
            "UPDATE stamps SET time = -1",
            "UPDATE stamps SET time = 'now'",
            "UPDATE stamps SET message = x'00'",
            "UPDATE stamps SET recipients = x'00'",
            "UPDATE stamps SET recipient_count = -1",
            "UPDATE stamps SET sender = x'00'",
            "UPDATE stamps SET sender = hex(zeroblob(2000))",
            "UPDATE stamps SET recipients = zeroblob(8008)",
        };
        for (const auto* sql : spoiled) {
            CAPTURE(sql);
            Ground ground;
            const auto now = ground.clock.wall();
            CHECK(ground.records(entry_of(1, now)));
            ground.close();
            store::Database{ground.directory() / "2026-11-18.db"}.run(sql);
            CHECK_FALSE(ground.ledger().by_nonce(nonce_of(1), now).answered);
        }
    }

    TEST_CASE("many sessions that wait for one disk share its commits")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        auto& ledger = ground.ledger();
        std::atomic<int> failed{0};
        {
            std::vector<std::jthread> sessions;
            for (unsigned n = 0; n < 16; ++n)
                sessions.emplace_back([&, n] {
                    for (unsigned m = 0; m < 20; ++m) {
                        const auto done = ledger.record(entry_of(n * 100 + m, now));
                        const auto* result = done.wait_until(SystemClock{}.now() + 30s);
                        if (result == nullptr || result->has_value() ||
                            !ledger.by_nonce(nonce_of(n * 100 + m), now).found)
                            ++failed;
                    }
                });
        }
        CHECK(failed == 0);
        const auto counts = ledger.segments().counts();
        CHECK(counts.committed == 320);
        CHECK(counts.commits < 320);
    }
}

} // namespace mailreeve::bounce
