#include "mailreeve/bounce/read_only_ledger.hh"

#include "mailreeve/bounce/entry_row.hh"
#include "mailreeve/bounce/ledger_search.hh"
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/bounce/stamped_domains.hh"

#include <span>
#include <utility>

namespace mailreeve::bounce {

namespace {

constexpr store::ReaderLimits looking{.access = store::Access::LookOnly};

} // namespace

ReadOnlyLedger::ReadOnlyLedger(const std::filesystem::path& state)
    : segments_{ledger_directory(state), store::Period::Day,
                std::span{&stamps_schema, 1}, looking}
{
    store::Opening opening;
    opening.access = looking.access;
    opening.patience = looking.patience;
    try {
        store::Database database{state_file(state), opening};
        for (auto& known : read_stamped_domains(database, DomainLimits{}.domains))
            since_.emplace(std::move(known.domain), known.since);
    } catch (const store::StoreError& error) {
        problem_ = error.what();
    }
}

bool ReadOnlyLedger::has_days() const
{
    try {
        return !segments_.files().empty();
    } catch (const store::StoreError&) {
        return false; // by_message() says why
    }
}

Future<store::Commit> ReadOnlyLedger::record(Entry /*entry*/)
{
    return Future<store::Commit>::ready(
        store::NotCommitted{store::Fault::ReadOnly, "the ledger is only looked at"});
}

Lookup<std::optional<Entry>> ReadOnlyLedger::by_nonce(const Nonce& nonce,
                                                      WallTime stamped) const
{
    return find_entry(segments_, nonce, stamped);
}

Lookup<std::vector<Entry>> ReadOnlyLedger::by_message(const MessageHash& message,
                                                      std::size_t max) const
{
    return find_entries(segments_, message, max);
}

Lookup<std::uint32_t> ReadOnlyLedger::count_bounce(const Nonce& /*nonce*/,
                                                   WallTime /*stamped*/,
                                                   const MessageHash& /*bounce*/)
{
    return {false, "the ledger is only looked at", 0};
}

std::optional<WallTime> ReadOnlyLedger::stamping_since(const mail::Domain& domain) const
{
    const auto found = since_.find(domain.text());
    return found == since_.end() ? std::nullopt : std::optional{found->second};
}

} // namespace mailreeve::bounce
