// The ledger on disk: entries in files by day, what outlives them in the state file.
#pragma once

#include "mailreeve/bounce/counted_bounces.hh"
#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/bounce/stamped_domains.hh"
#include "mailreeve/store/segments.hh"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace mailreeve::bounce {

// Bounces seen and since when domains are stamped: tables of the state file. Give it to
// store::migrate() with those of the others in it.
MAILREEVE_API extern const store::Schema bounces_schema;

// Where both are, below the daemon's state directory.
MAILREEVE_API std::filesystem::path
ledger_directory(const std::filesystem::path& state);
MAILREEVE_API std::filesystem::path state_file(const std::filesystem::path& state);

struct LedgerLimits {
    std::chrono::milliseconds counting{2000}; // to wait for a count to be on disk
    DomainLimits stamped = {};
    CountedLimits counted = {};
    store::WriterLimits writers = {};
    store::ReaderLimits readers = {};
};

class MAILREEVE_API SqliteLedger final : public Ledger {
public:
    // The state file: read from `reader`, only by the constructor; written through
    // `writer`, which must outlive the ledger.
    struct State {
        store::Database& reader;
        store::Committer& writer;
    };

    // The directory is made if it is missing (0700; the one above must be there) and
    // the file of today opened to see that it can be. `tell` hears of failed writes,
    // damaged files and what was not answered, on any thread: bound its rate. The clock
    // must outlive it.
    // Throws store::StoreError.
    SqliteLedger(std::filesystem::path directory, State state, const Clock& clock,
                 store::Committer::Tell tell, const LedgerLimits& limits = {});

    // Entries go to the file of their own time; each commit is on disk when it is done.
    Future<store::Commit> record(Entry entry) override;
    Lookup<std::optional<Entry>> by_nonce(const Nonce& nonce,
                                          WallTime stamped) const override;
    Lookup<std::vector<Entry>> by_message(const MessageHash& message,
                                          std::size_t max) const override;
    std::vector<Lookup<std::vector<Entry>>>
    by_messages(std::span<const MessageHash> messages, std::size_t max) const override;
    Lookup<std::uint32_t> count_bounce(const Nonce& nonce, WallTime stamped,
                                       const MessageHash& bounce) override;
    std::optional<WallTime> stamping_since(const mail::Domain& domain) const override;

    // Forgets entries and counts of stamps made before that: files as whole days. Waits
    // for the disk. Returns the databases that went. Throws store::StoreError.
    std::vector<std::filesystem::path> expire(WallTime before);

    const store::Segments& segments() const { return segments_; }

    // Lookups and counts that were not answered.
    std::uint64_t unanswered() const { return unanswered_; }

private:
    void note_stamp(std::string_view sender, WallTime when);
    void correct_stamped();
    void tell_unanswered(const std::string& why) const;

    store::Committer& state_;
    const Clock& clock_;
    LedgerLimits limits_;
    store::Committer::Tell tell_;
    mutable std::atomic<std::uint64_t> unanswered_{0};
    CountedBounces counted_;
    StampedDomains stamped_;
    store::Segments segments_; // last: its threads use the above
};

} // namespace mailreeve::bounce
