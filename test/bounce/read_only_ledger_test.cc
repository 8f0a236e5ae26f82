#include "mailreeve/bounce/read_only_ledger.hh"

#include "mailreeve/bounce/entry_row.hh"
#include "mailreeve/store/database.hh"
#include "test/bounce/ledger_ground.hh"
#include "test/support/mail.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mailreeve::bounce {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::domain;
using Ground = LedgerGround;

namespace {

std::vector<std::string> names_below(const fs::path& directory)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator{directory})
        names.push_back(entry.path().string());
    std::ranges::sort(names);
    return names;
}

void check_all_is_found(const ReadOnlyLedger& ledger, WallTime now)
{
    CHECK(ledger.problem().empty());
    CHECK(ledger.has_days());
    CHECK(ledger.by_nonce(nonce_of(1), now).found == entry_of(1, now));
    CHECK(ledger.by_message(hash_of("id@example.net"), 5).found.size() == 2);
    CHECK(ledger.by_message(hash_of("id@example.net"), 5).answered);
    CHECK(ledger.by_nonce(nonce_of(3), now).answered);
    CHECK_FALSE(ledger.by_nonce(nonce_of(3), now).found.has_value());
    CHECK(ledger.stamping_since(domain("example.net")) == now);
    CHECK_FALSE(ledger.stamping_since(domain("example.org")).has_value());
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a ledger is read beside the daemon that writes it, and after its end")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        CHECK(ground.records(entry_of(2, now + 24h)));
        CHECK(ground.ledger().count_bounce(nonce_of(1), now, {}).found == 1);
        const auto beside = names_below(ground.state());
        check_all_is_found(ReadOnlyLedger{ground.state()}, now);
        CHECK(names_below(ground.state()) == beside);
        ground.close();
        const auto after = names_below(ground.state());
        CHECK(after.size() < beside.size()); // the logs are gone
        check_all_is_found(ReadOnlyLedger{ground.state()}, now);
        CHECK(names_below(ground.state()) == after);
    }

    TEST_CASE("who only looks records nothing and counts nothing")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        CHECK(ground.records(entry_of(1, now)));
        ReadOnlyLedger looking{ground.state()};
        const auto refused = looking.record(entry_of(2, now));
        REQUIRE(refused.wait_until(Deadline{}) != nullptr);
        CHECK(refused.wait_until(Deadline{})->has_value());
        CHECK_FALSE(looking.count_bounce(nonce_of(1), now, {}).answered);
        CHECK(ground.ledger().count_bounce(nonce_of(1), now, {}).found == 1);
        CHECK_FALSE(ground.ledger().by_nonce(nonce_of(2), now).found.has_value());
    }

    TEST_CASE("where there is no ledger nothing is answered, and none is made")
    {
        const test::TemporaryDirectory directory;
        const auto state = directory / "state";
        const ReadOnlyLedger ledger{state};
        CHECK(ledger.problem().find("No such file") != std::string::npos);
        const auto lookup = ledger.by_message(hash_of("id@example.net"), 5);
        CHECK_FALSE(lookup.answered);
        CHECK(lookup.why.find((state / "ledger").string()) != std::string::npos);
        CHECK_FALSE(ledger.by_nonce(nonce_of(1), WallTime{}).answered);
        CHECK_FALSE(ledger.has_days());
        CHECK_FALSE(fs::exists(state));
    }

    TEST_CASE("a day that an earlier mailreeve wrote is not renewed by a look")
    {
        const test::TemporaryDirectory directory;
        fs::create_directory(directory / "ledger");
        fs::permissions(directory / "ledger", fs::perms::owner_all);
        const auto file = directory / "ledger" / "2026-11-18.db";
        {
            store::Database old{file};
            const store::Schema another{"another", {}};
            store::migrate(old, {&another, 1});
            old.run("CREATE TABLE another(x)");
        }
        const auto before = names_below(directory.path());
        const ReadOnlyLedger ledger{directory.path()};
        CHECK_FALSE(ledger.by_message(hash_of("id@example.net"), 5).answered);
        CHECK(names_below(directory.path()) == before);
    }
}

} // namespace mailreeve::bounce
