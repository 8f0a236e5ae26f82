#include "mailreeve/rbl/sqlite_first_seen.hh"

#include "mailreeve/store/statement.hh"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailreeve::rbl {

namespace {

constexpr const char* steps[] = {
    "CREATE TABLE first_seen("
    "key TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL"
    ") WITHOUT ROWID;"
    "CREATE INDEX first_seen_last ON first_seen(last)",
};

constexpr std::size_t max_key = 2 * max_key_address + 64; // a network and line ends
constexpr std::int64_t max_time = 253'402'300'799;        // year 9999
// A row that is used again and again is written once a day.
constexpr std::chrono::hours write_again{24};
constexpr std::chrono::hours expire_again{1};

WallSeconds seconds(WallTime time)
{
    return std::chrono::floor<std::chrono::seconds>(time);
}

std::int64_t number(WallSeconds time)
{
    return time.time_since_epoch().count();
}

// Nothing for a row that mailreeve cannot have written: it is not worth a stop.
std::optional<SeenKey> read_row(const store::Rows& found)
{
    try {
        const std::chrono::seconds first{found.integer(1, 0, max_time)};
        const std::chrono::seconds last{found.integer(2, 0, max_time)};
        return SeenKey{found.text(0, max_key), WallSeconds{first}, WallSeconds{last},
                       WallSeconds{last}};
    } catch (const store::StoreError& error) {
        if (error.fault() != store::Fault::Content)
            throw;
    }
    return std::nullopt;
}

RecentKeys read(store::Database& database, WallSeconds before, std::size_t max_rows)
{
    RecentKeys keys{max_rows};
    store::Statement ask{database, "SELECT key, first, last FROM first_seen "
                                   "WHERE last >= ? ORDER BY last DESC LIMIT ?"};
    auto found = ask.rows(number(before), static_cast<std::int64_t>(max_rows));
    while (found.next())
        if (auto row = read_row(found))
            keys.restore(*std::move(row));
    return keys;
}

} // namespace

const store::Schema first_seen_schema{"first_seen", steps};

SqliteFirstSeen::SqliteFirstSeen(store::Database& reader, store::Committer& writer,
                                 WallTime now, const FirstSeenLimits& limits)
    : writer_{writer}, limits_{limits},
      state_{State{read(reader, seconds(now) - limits.keep, limits.rows), {}}}
{
}

std::chrono::seconds SqliteFirstSeen::age(const Triplet& triplet, WallTime now)
{
    const auto at = seconds(now);
    const auto text = key(triplet);
    return state_.with([&](State& state) {
        expire(state, at);
        auto& row = state.keys.touch(text, at);
        if (row.first > at || row.last > at) // the clock went back
            row.written = {};
        row.first = std::min(row.first, at);
        row.last = at;
        const auto age = at - row.first;
        if (row.written == WallSeconds{} || at - row.written >= write_again) {
            row.written = at;
            write(row);
        }
        for (auto& gone : state.keys.evict())
            forget(std::move(gone));
        return age;
    });
}

std::size_t SqliteFirstSeen::size() const
{
    return state_.with([](const State& state) { return state.keys.size(); });
}

void SqliteFirstSeen::write(const SeenKey& row)
{
    writer_.add([row](store::Database& database) {
        database
            .prepared("INSERT INTO first_seen(key, first, last) VALUES(?, ?, ?) "
                      "ON CONFLICT(key) DO UPDATE SET first = excluded.first, "
                      "last = excluded.last")
            .run(row.key, number(row.first), number(row.last));
    });
}

void SqliteFirstSeen::forget(std::string key)
{
    writer_.add([key = std::move(key)](store::Database& database) {
        database.prepared("DELETE FROM first_seen WHERE key = ?").run(key);
    });
}

void SqliteFirstSeen::expire(State& state, WallSeconds now)
{
    if (now - state.expired < expire_again && state.expired <= now)
        return;
    state.expired = now;
    const auto before = now - limits_.keep;
    state.keys.expire(before);
    writer_.add([before](store::Database& database) {
        database.prepared("DELETE FROM first_seen WHERE last < ?").run(number(before));
    });
}

} // namespace mailreeve::rbl
