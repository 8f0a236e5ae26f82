// The ledger as somebody sees it who only wants to know: beside a daemon, or without.
#pragma once

#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/store/segment_search.hh"

#include <filesystem>
#include <map>
#include <string>

namespace mailreeve::bounce {

// Makes no file, brings none up to date and counts nothing. What cannot be read is not
// answered, with the reason; nothing here throws but for want of memory.
class MAILREEVE_API ReadOnlyLedger final : public Ledger {
public:
    // That of the daemon with this state directory, which need not be there.
    explicit ReadOnlyLedger(const std::filesystem::path& state);

    // Refused: never on disk.
    Future<store::Commit> record(Entry entry) override;
    Lookup<std::optional<Entry>> by_nonce(const Nonce& nonce,
                                          WallTime stamped) const override;
    Lookup<std::vector<Entry>> by_message(const MessageHash& message,
                                          std::size_t max) const override;
    // Not answered.
    Lookup<std::uint32_t> count_bounce(const Nonce& nonce, WallTime stamped,
                                       const MessageHash& bounce) override;
    // As it was when the ledger was opened; nothing when that could not be read.
    std::optional<WallTime> stamping_since(const mail::Domain& domain) const override;

    // Whether any day of it can be seen.
    bool has_days() const;

    // Why it cannot be said since when there are stamps; empty when it can.
    const std::string& problem() const { return problem_; }

private:
    store::SegmentSearch segments_;
    std::map<std::string, WallTime, std::less<>> since_;
    std::string problem_;
};

} // namespace mailreeve::bounce
