// FirstSeen that outlives the process: answers from memory, writes behind.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/rbl/first_seen.hh"
#include "mailreeve/rbl/limits.hh"
#include "mailreeve/rbl/recent_keys.hh"
#include "mailreeve/store/committer.hh"
#include "mailreeve/store/migrations.hh"

#include <chrono>
#include <cstddef>

namespace mailreeve::rbl {

// Its table; give it to store::migrate() with those of the others in the file.
MAILREEVE_API extern const store::Schema first_seen_schema;

class MAILREEVE_API SqliteFirstSeen final : public FirstSeen {
public:
    // Reads what is remembered from `reader`, which is only used here and may be
    // another connection; writes through `writer`, which must outlive it. A row whose
    // write fails or is dropped is remembered until the end of the process. Throws
    // store::StoreError.
    SqliteFirstSeen(store::Database& reader, store::Committer& writer, WallTime now,
                    const FirstSeenLimits& limits = {});

    std::chrono::seconds age(const Triplet& triplet, WallTime now) override;

    std::size_t size() const;

private:
    struct State {
        RecentKeys keys;
        WallSeconds expired; // when it was last looked for old ones
    };

    void write(const SeenKey& row);
    void forget(std::string key);
    void expire(State& state, WallSeconds now);

    store::Committer& writer_;
    FirstSeenLimits limits_;
    Guarded<State> state_;
};

} // namespace mailreeve::rbl
