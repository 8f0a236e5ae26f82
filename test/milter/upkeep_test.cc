#include "milter/upkeep.hh"

#include "mailreeve/bounce/key_store.hh"
#include "milter/start_refused.hh"
#include "test/bounce/ledger_ground.hh"
#include "test/support/keys.hh"
#include "test/support/past_clock.hh"

#include <doctest/doctest.h>

#include <fstream>

#include <unistd.h>

namespace mailreeve::milter {

using namespace std::chrono_literals;
using bounce::entry_of;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::hours day{24};

class NoSink final : public log::Sink {
public:
    std::size_t write(std::span<const log::Entry> entries,
                      const std::stop_token& /*stop*/) override
    {
        return entries.size();
    }
};

// A state with keys and a ledger, and a daemon's upkeep of it.
class Ground {
public:
    test::FakeClock clock;
    test::PastClock log_clock;
    bounce::LedgerGround ledger;
    test::TemporaryDirectory state;
    bounce::Settings settings;
    log::Log log{std::make_unique<NoSink>(), log_clock};
    std::unique_ptr<bounce::Keys> keys;

    void make_key(WallTime signs_from)
    {
        bounce::add_key(directory(), signs_from, signs_from);
        keys = std::make_unique<bounce::Keys>(bounce::KeyRing::load(directory()));
    }
    fs::path directory() const { return bounce::key_directory(state.path()); }
    Upkeep upkeep()
    {
        return Upkeep{{state.path(), *keys, ledger.ledger(), clock, log}};
    }
    std::size_t segments() { return ledger.ledger().segments().list().size(); }
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("old days go although no new key can be made")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 31 * day); // a new one is due
        ground.ledger.record(entry_of(1, now - 20 * day));
        ground.ledger.record(entry_of(2, now - 1 * day));
        CHECK(ground.segments() == 3); // and today's
        std::ofstream{ground.directory() / "stamp-half.key"} << "copied half way";
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.segments() == 2);
    }

    TEST_CASE(
        "a daemon that is started while the clock is a year ahead removes nothing")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 40 * day);
        ground.make_key(now - 10 * day);
        ground.ledger.record(entry_of(1, now - 1 * day));
        ground.ledger.record(entry_of(2, now));
        CHECK(ground.segments() == 2);
        ground.clock.jump_wall(365 * day);
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.segments() == 2);
        CHECK(bounce::KeyRing::load(ground.directory())->keys().size() == 2);
    }

    TEST_CASE("keys rotate again once a clock that was ahead is right")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 31 * day);
        ground.make_key(now + 365 * day); // made while the clock was ahead
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->keys().size() == 3);
    }

    TEST_CASE("a key that was made while the clock was ahead signs all the same")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now + 9h); // first start, hardware clock in local time
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->signing(now) != nullptr);
    }

    TEST_CASE("a key that another process made is known without a reload")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 10 * day);
        const auto made = bounce::add_key(ground.directory(), now, now);
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->find(made.id) != nullptr);
    }

    TEST_CASE("a key that is due is announced before it signs")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 30 * day);
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        upkeep.look(ground.settings); // one is enough
        const auto ring = ground.keys->copy();
        REQUIRE(ring->keys().size() == 2);
        CHECK(ring->signing(now) == &ring->keys().front());
        CHECK(ring->signing(now + Upkeep::notice) == &ring->keys().back());
    }

    TEST_CASE("no key is made by itself where rotation is off")
    {
        Ground ground;
        ground.settings.rotation = std::chrono::seconds{0};
        ground.make_key(ground.clock.wall() - 300 * day);
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->keys().size() == 1);
    }

    TEST_CASE("a key goes when it has verified for long enough")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 60 * day);
        ground.make_key(now - 22 * day); // lifetime and grace are 21
        ground.make_key(now - 1 * day);
        auto upkeep = ground.upkeep();
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->keys().size() == 2);
    }

    TEST_CASE("keys that have gone from the disk stay in force")
    {
        Ground ground;
        ground.make_key(ground.clock.wall() - 1 * day);
        auto upkeep = ground.upkeep();
        fs::remove_all(ground.directory());
        upkeep.look(ground.settings);
        CHECK(ground.keys->copy()->keys().size() == 1);
        CHECK_THROWS_AS(upkeep.read_keys(), crypto::KeyRefused);
    }

    TEST_CASE("a clock that jumps is not believed for a day")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.make_key(now - 1 * day);
        ground.ledger.record(entry_of(1, now - 1 * day));
        auto upkeep = ground.upkeep();
        ground.clock.jump_wall(30 * day);
        upkeep.look(ground.settings);
        CHECK(ground.segments() == 2);
        ground.clock.advance(Upkeep::quiet);
        upkeep.look(ground.settings);
        CHECK(ground.segments() == 0);
    }

    TEST_CASE("a ledger that cannot be looked into counts as a ledger")
    {
        test::TemporaryDirectory state;
        fs::create_directory(state / "ledger");
        std::ofstream{state / "ledger/2026-11-18.db"} << "stamps";
        fs::permissions(state / "ledger", fs::perms{0});
        if (::geteuid() == 0) { // who may look everywhere
            fs::remove_all(state / "ledger");
            fs::create_symlink("ledger", state / "ledger");
        }
        CHECK_THROWS_AS(keys_at_start(state.path(), test::at(1'795'000'000)),
                        StartRefused);
        CHECK_FALSE(fs::exists(state / "keys"));
        if (::geteuid() != 0)
            fs::permissions(state / "ledger", fs::perms{0700});
    }
}

} // namespace mailreeve::milter
