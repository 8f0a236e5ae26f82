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

using namespace std::chrono_literals;
using test::domain;
using Ground = LedgerGround;

TEST_SUITE("bounce")
{
    TEST_CASE("an entry is found by its nonce and by its message, as it was recorded")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        test::MemoryLedger memory;
        for (auto* ledger :
             {static_cast<Ledger*>(&ground.ledger()), static_cast<Ledger*>(&memory)}) {
            const auto entry = entry_of(1, now);
            const auto done = ledger->record(entry);
            REQUIRE(done.wait_until(SystemClock{}.now() + 30s) != nullptr);
            const auto found = ledger->by_nonce(nonce_of(1), entry.time);
            CHECK(found.answered);
            CHECK(found.found == entry);
            const auto of_message = ledger->by_message(hash_of("id@example.net"), 5);
            CHECK(of_message.answered);
            CHECK(of_message.found == std::vector{entry});
            const auto both = ledger->by_messages(
                std::array{hash_of("no@example.net"), hash_of("id@example.net")}, 5);
            REQUIRE(both.size() == 2);
            CHECK(both[0].answered);
            CHECK(both[0].found.empty());
            CHECK(both[1].found == std::vector{entry});
            CHECK(ledger->by_nonce(nonce_of(2), entry.time).answered);
            CHECK_FALSE(ledger->by_nonce(nonce_of(2), entry.time).found.has_value());
            CHECK(ledger->by_message(hash_of("ID@example.net"), 5).found.empty());
            CHECK(ledger->stamping_since(domain("example.net")) == entry.time);
            CHECK_FALSE(ledger->stamping_since(domain("example.org")).has_value());
            CHECK(ledger->count_bounce(nonce_of(1), entry.time, hash_of("a")).found ==
                  1);
            CHECK(ledger->count_bounce(nonce_of(1), entry.time, hash_of("b")).found ==
                  2);
            CHECK(ledger->count_bounce(nonce_of(7), entry.time, hash_of("a")).found ==
                  1);
        }
    }

    TEST_CASE("a bounce that comes again is not counted again")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        test::MemoryLedger memory;
        for (auto* ledger :
             {static_cast<Ledger*>(&ground.ledger()), static_cast<Ledger*>(&memory)}) {
            for (int n = 0; n < 3; ++n)
                CHECK(ledger->count_bounce(nonce_of(1), now, hash_of("a")).found == 1);
            CHECK(ledger->count_bounce(nonce_of(1), now, hash_of("b")).found == 2);
            CHECK(ledger->count_bounce(nonce_of(1), now, hash_of("a")).found == 1);
        }
    }

    TEST_CASE("an entry outlives the process, and so do counts and first stamps")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        CHECK(ground.ledger().count_bounce(nonce_of(1), now, hash_of("a")).found == 1);
        ground.close();
        ground.clock.advance(48h);
        CHECK(ground.ledger().by_nonce(nonce_of(1), now).found.has_value());
        CHECK(ground.ledger().by_message(hash_of("id@example.net"), 1).found.size() ==
              1);
        CHECK(ground.ledger().count_bounce(nonce_of(1), now, hash_of("b")).found == 2);
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now);
    }

    TEST_CASE("what an entry may hold is bounded, and what goes beyond is cut")
    {
        Ground ground;
        auto entry = entry_of(1, ground.clock.wall());
        entry.sender = std::string(100'000, 'x');
        entry.from = entry.sender;
        entry.queue_id = entry.sender;
        entry.recipients.resize(2000);
        entry.recipient_count = 100'000;
        CHECK(ground.records(entry));
        const auto found = ground.ledger().by_nonce(entry.nonce, entry.time).found;
        REQUIRE(found.has_value());
        CHECK(found->recipients.size() == max_recipient_hashes);
        CHECK(found->recipient_count == 100'000);
        CHECK(found->sender.size() < 3000);
        CHECK(found->queue_id.size() < 300);
    }

    TEST_CASE("an entry without recipients, addresses and queue id is an entry")
    {
        Ground ground;
        Entry entry;
        entry.time = ground.clock.wall();
        CHECK(ground.records(entry));
        CHECK(ground.ledger().by_nonce({}, entry.time).found == entry);
    }

    TEST_CASE("a nonce is looked for an hour around its time, across midnight")
    {
        struct Case {
            const char* name;
            std::chrono::seconds recorded; // after midnight
            std::chrono::seconds stamped;
            bool found;
        };
        const Case cases[] = {
            {"same time", 10s, 10s, true},
            {"stamped before midnight", 10s, -10s, true},
            {"stamped after midnight", -10s, 10s, true},
            {"an hour off", 0s, -3600s, true},
            {"an hour off, the other way", -1s, 3599s, true},
            {"a day off", 0s, -86400s, false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Ground ground;
            const auto midnight =
                std::chrono::floor<std::chrono::days>(ground.clock.wall());
            CHECK(ground.records(entry_of(1, midnight + c.recorded)));
            const auto lookup =
                ground.ledger().by_nonce(nonce_of(1), midnight + c.stamped);
            CHECK(lookup.answered);
            CHECK(lookup.found.has_value() == c.found);
        }
    }

    TEST_CASE("a stamp of any time at all is looked up without harm")
    {
        Ground ground;
        for (const auto time : {WallTime::min(), WallTime{}, WallTime::max()}) {
            const auto lookup = ground.ledger().by_nonce(nonce_of(1), time);
            CHECK(lookup.answered);
            CHECK_FALSE(lookup.found.has_value());
        }
    }

    TEST_CASE("of a message the newest entries are found, up to the number asked for")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        for (unsigned n = 0; n < 6; ++n)
            CHECK(ground.records(entry_of(n, now + n % 3 * 24h + n * 1s)));
        std::vector<Nonce> order;
        for (const auto& entry :
             ground.ledger().by_message(hash_of("id@example.net"), 5).found)
            order.push_back(entry.nonce);
        CHECK(order == std::vector{nonce_of(5), nonce_of(2), nonce_of(4), nonce_of(1),
                                   nonce_of(3)});
        CHECK(ground.ledger().by_message(hash_of("id@example.net"), 0).found.empty());
    }

    TEST_CASE("a clock that goes back or forward finds its entries again")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        CHECK(ground.records(entry_of(2, now - 240h)));
        CHECK(ground.records(entry_of(3, now + 240h)));
        CHECK(ground.records(entry_of(4, now)));
        for (const auto& each :
             {std::pair{1U, now}, {2U, now - 240h}, {3U, now + 240h}, {4U, now}}) {
            CAPTURE(each.first);
            CHECK(ground.ledger()
                      .by_nonce(nonce_of(each.first), each.second)
                      .found.has_value());
        }
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now - 240h);
        ground.close();
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now - 240h);
    }

    TEST_CASE("a clock that was decades behind does not end the learning of a domain")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        CHECK(ground.records(entry_of(2, test::at(86'400)))); // before NTP answered
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now);
        ground.close();
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now);
    }

    TEST_CASE("a domain learns anew when it was not stamped for longer than a lifetime")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now - 200 * 24h)));
        CHECK(ground.records(entry_of(2, now - 190 * 24h)));
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now - 200 * 24h);
        ground.close();
        CHECK(ground.records(entry_of(3, now)));
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now);
        ground.close();
        CHECK(ground.ledger().stamping_since(domain("example.net")) == now);
    }

    TEST_CASE("a domain is stamped since no day that has not come")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        const auto today = std::chrono::floor<std::chrono::days>(now);
        CHECK(ground.records(entry_of(1, now)));
        CHECK(ground.records(entry_of(2, now + 365 * 24h))); // a clock that was ahead
        SUBCASE("found when the daemon starts")
        {
            ground.close();
        }
        SUBCASE("found when old days go")
        {
            ground.ledger().expire(now - 14 * 24h);
        }
        CHECK(ground.ledger().stamping_since(domain("example.net")) == today);
    }
}

} // namespace mailreeve::bounce
