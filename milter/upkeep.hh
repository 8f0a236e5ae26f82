// Keys and ledger of a daemon: found or made at its start, kept in order while it runs.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/settings.hh"
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/log/log.hh"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace mailreeve::milter {

// The keys below that state directory; the first one is made on an empty state. Throws
// StartRefused: for a key that cannot be used, and for keys that are missing beside a
// ledger, whose stamps would all be taken for forgeries.
std::shared_ptr<const bounce::KeyRing> keys_at_start(const std::filesystem::path& state,
                                                     WallTime now);

// Takes up keys that others made, makes a new one when the one that signs is old
// enough, removes keys and days of the ledger whose time is over. What it refers to
// must outlive it.
class Upkeep {
public:
    static constexpr std::chrono::minutes interval{10};

    // A key that is made by itself signs from then on: until that time hosts that share
    // the directory, or a process that takes over, have read it.
    static constexpr std::chrono::hours notice{1};

    // A wall clock that has moved by more than this beside the steady one is not
    // believed: nothing is removed or made until it has been steady for `quiet`.
    // Neither is one that says at the start that the ledger has not been written for
    // `absence`.
    static constexpr std::chrono::hours jump{1};
    static constexpr std::chrono::hours quiet{24};
    static constexpr std::chrono::days absence{2};

    struct Things {
        std::filesystem::path state;
        bounce::Keys& keys;
        bounce::SqliteLedger& ledger;
        const Clock& clock;
        log::Log& log;
    };

    // Once the ledger has today's file.
    explicit Upkeep(const Things& things);

    // Puts the keys on disk in force. Thread-safe. Throws crypto::KeyRefused or
    // std::system_error, also when there are none any more: the old ones stay then.
    void read_keys();

    // Never throws for what disk or keys are like: that is told to the log, and keeps
    // no other duty from being done. One thread at a time.
    void look(const bounce::Settings& settings);

private:
    bool was_absent() const;
    bool is_trusted();
    void rotate(const bounce::Settings& settings);
    void remove_days(const bounce::Settings& settings);
    void remove_keys(const bounce::Settings& settings);
    void attempt(std::string_view duty, const std::function<void()>& work);

    Things things_;
    std::mutex reading_; // of the keys: what was read last is in force
    Deadline last_steady_;
    WallTime last_wall_;
    std::optional<Deadline> jumped_;
};

} // namespace mailreeve::milter
