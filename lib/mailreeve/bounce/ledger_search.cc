#include "mailreeve/bounce/ledger_search.hh"

#include "mailreeve/bounce/entry_row.hh"
#include "mailreeve/store/statement.hh"

#include <chrono>

namespace mailreeve::bounce {

namespace {

using store::Go;

// The clock of the host that stamped, against ours.
constexpr std::chrono::hours skew{1};

} // namespace

Lookup<std::optional<Entry>> find_entry(const store::SegmentSearch& segments,
                                        const Nonce& nonce, WallTime stamped)
{
    Lookup<std::optional<Entry>> lookup;
    const auto time = time_of_row(row_time(stamped)); // a forged one may be anything
    const auto end =
        segments.search(time - skew, time + skew, [&](store::Database& database) {
            lookup.found = find(database, nonce);
            return lookup.found ? Go::Stop : Go::On;
        });
    lookup.answered = end.complete || lookup.found;
    lookup.why = lookup.answered ? std::string{} : end.why;
    return lookup;
}

Lookup<std::vector<Entry>> find_entries(const store::SegmentSearch& segments,
                                        const MessageHash& message, std::size_t max)
{
    Lookup<std::vector<Entry>> lookup;
    const auto end = segments.search([&](store::Database& database) {
        find(database, message, max, lookup.found);
        return lookup.found.size() < max ? Go::On : Go::Stop;
    });
    lookup.answered = end.complete;
    lookup.why = end.why;
    return lookup;
}

} // namespace mailreeve::bounce
