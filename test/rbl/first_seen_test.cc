#include "mailreeve/rbl/sqlite_first_seen.hh"

#include "mailreeve/store/statement.hh"
#include "test/support/fake_clock.hh"
#include "test/support/fake_first_seen.hh"
#include "test/support/ip.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <functional>
#include <memory>

namespace mailreeve::rbl {

using namespace std::chrono_literals;
using test::FakeClock;
using test::ip;
using test::TemporaryDirectory;

namespace {

Triplet triplet(const char* sender = "a@example.net", const char* recipient = "b@x.org",
                const char* client = "192.0.2.7")
{
    return {sender, recipient, ip(client)};
}

// A memory on disk that can be closed and opened again.
class Ground {
public:
    FakeClock clock;
    FirstSeenLimits limits;

    std::chrono::seconds age(const Triplet& seen)
    {
        return memory().age(seen, clock.wall());
    }

    SqliteFirstSeen& memory()
    {
        if (!memory_) {
            auto reader = open();
            memory_ = std::make_unique<SqliteFirstSeen>(reader, *writer(), clock.wall(),
                                                        limits);
        }
        return *memory_;
    }

    void close()
    {
        memory_.reset();
        writer_.reset(); // writes what waits
    }

    store::Database open() const
    {
        store::Database database{state_ / "state.db"};
        store::migrate(database, std::span{&first_seen_schema, 1});
        return database;
    }

    std::int64_t rows()
    {
        close();
        auto database = open();
        store::Statement count{database, "SELECT count(*) FROM first_seen"};
        auto found = count.rows();
        return found.next() ? found.integer(0) : -1;
    }

private:
    store::Committer* writer()
    {
        if (!writer_)
            writer_ = std::make_unique<store::Committer>([this] { return open(); },
                                                         [](const std::string&) {});
        return writer_.get();
    }

    TemporaryDirectory state_;
    std::unique_ptr<store::Committer> writer_;
    std::unique_ptr<SqliteFirstSeen> memory_;
};

} // namespace

TEST_SUITE("rbl")
{
    TEST_CASE("what was seen first is remembered by sender, recipient and network")
    {
        struct Case {
            const char* name;
            Triplet again;
            bool same;
        };
        const Case cases[] = {
            {"the same", triplet(), true},
            {"a neighbour", triplet("a@example.net", "b@x.org", "192.0.2.200"), true},
            {"another case", triplet("A@Example.NET", "B@X.ORG"), true},
            {"another network", triplet("a@example.net", "b@x.org", "192.0.3.7"),
             false},
            {"another sender", triplet("c@example.net"), false},
            {"another recipient", triplet("a@example.net", "c@x.org"), false},
            {"the null sender", triplet(""), false},
            {"an address that holds a line end", triplet("a@example.net\nb@x.org", ""),
             false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Ground ground;
            test::FakeFirstSeen fake;
            for (auto* memory : {static_cast<FirstSeen*>(&ground.memory()),
                                 static_cast<FirstSeen*>(&fake)}) {
                CHECK(memory->age(triplet(), ground.clock.wall()) == 0s);
                CHECK(memory->age(c.again, ground.clock.wall() + 600s) ==
                      (c.same ? 600s : 0s));
            }
        }
        CHECK(key({"a", "b", ip("2001:db8::1")}) ==
              key({"a", "b", ip("2001:db8::ffff:1")}));
        CHECK(key({"a", "b", ip("2001:db8:0:1::1")}) !=
              key({"a", "b", ip("2001:db8::1")}));
    }

    TEST_CASE("a key is bounded, however long the addresses are")
    {
        const std::string longest(100'000, 'x');
        CHECK(key({longest, longest, ip("192.0.2.7")}).size() <
              2 * max_key_address + 64);
    }

    TEST_CASE("what was seen outlives the process")
    {
        Ground ground;
        CHECK(ground.age(triplet()) == 0s);
        ground.close();
        ground.clock.advance(20min);
        CHECK(ground.age(triplet()) == 20min);
    }

    TEST_CASE("what was not used for long is forgotten, what is used stays")
    {
        Ground ground;
        ground.age(triplet("left@example.net"));
        for (int week = 0; week < 8; ++week) {
            ground.clock.advance(7 * 24h);
            ground.age(triplet("used@example.net"));
        }
        CHECK(ground.memory().size() == 1);
        CHECK(ground.age(triplet("used@example.net")) == 7 * 7 * 24h);
        CHECK(ground.age(triplet("left@example.net")) == 0s);
        ground.close();
        CHECK(ground.age(triplet("used@example.net")) == 7 * 7 * 24h);
        CHECK(ground.rows() == 2);
        ground.clock.advance(36 * 24h);
        CHECK(ground.memory().size() == 0);
        ground.age(triplet("new@example.net"));
        CHECK(ground.rows() == 1);
    }

    TEST_CASE("memory and disk are bounded in rows; the least used go first")
    {
        Ground ground;
        ground.limits.rows = 10;
        for (int n = 0; n < 10; ++n)
            ground.age(triplet(std::to_string(n).c_str()));
        ground.clock.advance(60s);
        ground.age(triplet("0"));
        ground.age(triplet("new"));
        CHECK(ground.memory().size() == 10);
        CHECK(ground.age(triplet("0")) == 60s);
        CHECK(ground.age(triplet("2")) == 60s);
        CHECK(ground.age(triplet("1")) == 0s);
        CHECK(ground.rows() == 10);
        ground.limits.rows = 3;
        CHECK(ground.memory().size() == 3);
    }

    TEST_CASE("a wall clock that jumps holds mail up once at most")
    {
        Ground ground;
        ground.age(triplet());
        ground.clock.jump_wall(-24h);
        CHECK(ground.age(triplet()) == 0s);
        ground.clock.advance(600s);
        CHECK(ground.age(triplet()) == 600s);
        ground.clock.jump_wall(24h);
        CHECK(ground.age(triplet()) == 24h + 600s);
        ground.close();
        ground.clock.jump_wall(-365 * 24h);
        CHECK(ground.age(triplet()) == 0s);
        ground.clock.advance(600s);
        CHECK(ground.age(triplet()) == 600s);
    }

    TEST_CASE("a row that mailreeve cannot have written is passed over")
    {
        Ground ground;
        ground.age(triplet());
        ground.close();
        {
            auto database = ground.open();
            database.run(
                "INSERT INTO first_seen VALUES('x', 'yesterday', 99999999999)");
            database.run("INSERT INTO first_seen VALUES('y', -1, 99999999999)");
            database.run("INSERT INTO first_seen VALUES(x'00', 1, 99999999999)");
            database.run("INSERT INTO first_seen "
                         "VALUES(hex(randomblob(10000)), 1, 99999999999)");
        }
        CHECK(ground.memory().size() == 1);
        ground.clock.advance(600s);
        CHECK(ground.age(triplet()) == 600s);
    }
}

} // namespace mailreeve::rbl
