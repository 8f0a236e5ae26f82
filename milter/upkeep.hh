// Keys and ledger of a daemon: found or made at its start, kept in order while it runs.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/settings.hh"
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/log/log.hh"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

namespace mailreeve::milter {

// The keys below that state directory; the first one is made on an empty state. Throws
// StartRefused: for a key that cannot be used, and for keys that are missing beside a
// ledger, whose stamps would all be taken for forgeries.
std::shared_ptr<const bounce::KeyRing> keys_at_start(const std::filesystem::path& state,
                                                     WallTime now);

// Makes a new key when the one that signs is old enough, removes keys and days of the
// ledger whose time is over. One thread at a time; what it refers to must outlive it.
class Upkeep {
public:
    static constexpr std::chrono::minutes interval{10};

    // A wall clock that has moved by more than this beside the steady one is not
    // believed: nothing is removed until it has been steady for as long as the shorter
    // of a day and the lifetime.
    static constexpr std::chrono::hours jump{1};

    struct Things {
        std::filesystem::path state;
        bounce::Keys& keys;
        bounce::SqliteLedger& ledger;
        const Clock& clock;
        log::Log& log;
    };

    explicit Upkeep(const Things& things);

    // Never throws for what disk or keys are like: that is told to the log.
    void look(const bounce::Settings& settings);

private:
    bool is_trusted(const bounce::Settings& settings);
    void rotate(const bounce::Settings& settings);
    void remove(const bounce::Settings& settings);

    Things things_;
    Deadline last_steady_;
    WallTime last_wall_;
    std::optional<Deadline> jumped_;
};

} // namespace mailreeve::milter
