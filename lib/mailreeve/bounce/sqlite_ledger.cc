#include "mailreeve/bounce/sqlite_ledger.hh"

#include "mailreeve/bounce/entry_row.hh"
#include "mailreeve/bounce/ledger_search.hh"
#include "mailreeve/store/statement.hh"

#include <atomic>
#include <limits>
#include <memory>
#include <span>
#include <utility>

namespace mailreeve::bounce {

namespace {

constexpr const char* steps[] = {
    "CREATE TABLE bounces("
    "nonce BLOB PRIMARY KEY, stamped INTEGER NOT NULL, seen INTEGER NOT NULL"
    ") WITHOUT ROWID;"
    "CREATE INDEX bounces_stamped ON bounces(stamped);"
    "CREATE TABLE stamping_since("
    "domain TEXT PRIMARY KEY, since INTEGER NOT NULL"
    ") WITHOUT ROWID",
    "ALTER TABLE stamping_since ADD COLUMN last INTEGER NOT NULL DEFAULT 0",
};

constexpr std::int64_t max_seen = std::numeric_limits<std::int32_t>::max();

store::SegmentPlan plan_of(const LedgerLimits& limits)
{
    store::Opening opening;
    opening.durability = store::Durability::Full; // the MTA is told
    return {store::Period::Day, opening, std::span{&stamps_schema, 1}, limits.writers,
            limits.readers};
}

std::uint32_t count(store::Database& state, const Nonce& nonce, WallTime stamped)
{
    auto rows =
        state
            .prepared("INSERT INTO bounces(nonce, stamped, seen) VALUES(?, ?, 1) "
                      "ON CONFLICT(nonce) DO UPDATE SET seen = min(seen + 1, ?) "
                      "RETURNING seen")
            .rows(store::Parameter::Blob{nonce}, row_time(stamped), max_seen);
    const bool counted = rows.next(); // the first step does all the writing
    return counted ? static_cast<std::uint32_t>(rows.integer(0, 1, max_seen)) : 1;
}

// Those that wait for the state file meanwhile wait for one slice at most: the next one
// gets in line behind them.
void forget(store::Committer& writer, store::Database& state, WallTime before)
{
    constexpr std::int64_t slice = 1000;
    state
        .prepared("DELETE FROM bounces WHERE nonce IN "
                  "(SELECT nonce FROM bounces WHERE stamped < ? LIMIT ?)")
        .run(row_time(before), slice);
    auto rows = state.prepared("SELECT 1 FROM bounces WHERE stamped < ? LIMIT 1")
                    .rows(row_time(before));
    if (rows.next())
        writer.add([&writer, before](auto& next) { forget(writer, next, before); });
}

} // namespace

const store::Schema bounces_schema{"bounces", steps};

std::filesystem::path ledger_directory(const std::filesystem::path& state)
{
    return state / "ledger";
}

std::filesystem::path state_file(const std::filesystem::path& state)
{
    return state / "state.db";
}

SqliteLedger::SqliteLedger(std::filesystem::path directory, State state,
                           const Clock& clock, store::Committer::Tell tell,
                           const LedgerLimits& limits)
    : state_{state.writer}, clock_{clock}, limits_{limits}, tell_{std::move(tell)},
      counted_{limits.counted}, stamped_{read_stamped_domains(state.reader,
                                                              limits.stamped.domains),
                                         limits.stamped},
      segments_{std::move(directory), plan_of(limits), tell_}
{
    correct_stamped();
    segments_.prepare(clock.wall());
}

Future<store::Commit> SqliteLedger::record(Entry entry)
{
    const auto time = entry.time;
    note_stamp(entry.sender, time);
    return segments_.commit(
        time, [entry = std::move(entry)](store::Database& d) { insert(d, entry); });
}

void SqliteLedger::note_stamp(std::string_view sender, WallTime when)
{
    const auto at = sender.rfind('@');
    if (at == std::string_view::npos)
        return;
    if (auto news = stamped_.note(sender.substr(at + 1), when))
        state_.add(
            [news = *std::move(news)](store::Database& state) { write(state, news); });
}

// Segments that a clock far behind has made tell nothing.
void SqliteLedger::correct_stamped()
{
    std::optional<WallTime> oldest;
    for (const auto& path : segments_.list()) {
        const auto file = store::segment_file(path, store::Period::Day);
        if (file && file->segment.begins >= first_stamp)
            oldest = file->segment.begins; // the newest comes first
    }
    if (!oldest)
        return;
    for (auto& domain : stamped_.correct(clock_.wall(), *oldest))
        state_.add([domain = std::move(domain)](store::Database& state) {
            write(state, domain);
        });
}

Lookup<std::optional<Entry>> SqliteLedger::by_nonce(const Nonce& nonce,
                                                    WallTime stamped) const
{
    auto lookup = find_entry(segments_.for_reading(), nonce, stamped);
    if (!lookup.answered)
        tell_unanswered(lookup.why);
    return lookup;
}

Lookup<std::vector<Entry>> SqliteLedger::by_message(const MessageHash& message,
                                                    std::size_t max) const
{
    return std::move(by_messages({&message, 1}, max).front());
}

std::vector<Lookup<std::vector<Entry>>>
SqliteLedger::by_messages(std::span<const MessageHash> messages, std::size_t max) const
{
    std::vector<Lookup<std::vector<Entry>>> lookups(messages.size());
    const auto end = segments_.search([&](store::Database& d) {
        auto go = store::Go::Stop; // unless one has room for more
        for (std::size_t n = 0; n < messages.size(); ++n) {
            auto& found = lookups[n].found;
            if (found.size() < max)
                find(d, messages[n], max, found);
            go = found.size() < max ? store::Go::On : go;
        }
        return go;
    });
    if (end.complete)
        return lookups;
    tell_unanswered(end.why);
    for (auto& lookup : lookups) {
        lookup.answered = false;
        lookup.why = end.why;
    }
    return lookups;
}

Lookup<std::uint32_t> SqliteLedger::count_bounce(const Nonce& nonce, WallTime stamped,
                                                 const MessageHash& bounce)
{
    if (const auto number = counted_.number_of(nonce, bounce, clock_.now()))
        return {true, {}, *number};
    // The work may outlive this call, and may run twice.
    const auto seen = std::make_shared<std::atomic<std::uint32_t>>(0);
    const auto done = state_.commit([seen, nonce, stamped](store::Database& state) {
        *seen = count(state, nonce, stamped);
    });
    const auto* const result = done.wait_until(clock_.now() + limits_.counting);
    if (result == nullptr || *result) {
        auto why = result == nullptr ? "the disk took too long" : (*result)->why;
        tell_unanswered(why);
        return {false, std::move(why), 0};
    }
    counted_.counted(nonce, bounce, *seen, clock_.now());
    return {true, {}, *seen};
}

void SqliteLedger::tell_unanswered(const std::string& why) const
{
    ++unanswered_;
    tell_("a bounce may be judged without the ledger: " + why);
}

std::optional<WallTime> SqliteLedger::stamping_since(const mail::Domain& domain) const
{
    return stamped_.since(domain.text());
}

std::vector<std::filesystem::path> SqliteLedger::expire(WallTime before)
{
    state_.add(
        [&writer = state_, before](auto& state) { forget(writer, state, before); });
    auto gone = segments_.expire(before);
    correct_stamped();
    return gone;
}

} // namespace mailreeve::bounce
