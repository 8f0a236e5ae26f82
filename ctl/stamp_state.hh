// Keys and ledger of a daemon, as far as whoever asks may see them.
#pragma once

#include "ctl/as_owner.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/ledger.hh"

#include <filesystem>
#include <memory>
#include <string>

namespace mailreeve::ctl {

struct SeenKeys {
    enum class Sight {
        Found,
        None,       // no directory, or no key in it
        Unreadable, // we may not look, or the disk fails
        Refused,    // one of them cannot be used: no daemon starts with it
    };
    Sight sight = Sight::None;
    std::shared_ptr<const bounce::KeyRing> ring; // empty unless Found
    std::string problem;                         // Unreadable, Refused: path and reason
    std::string mend;                            // Refused: what to do
};

// Of the daemon with that state directory. Never throws for what is there.
SeenKeys look_at_keys(const std::filesystem::path& state);

// Changes nothing below the state directory. Of keys and ledger that cannot be seen a
// bounce is judged as by a daemon that cannot read them.
class StampState {
public:
    StampState(); // of no daemon: no keys, no ledger
    explicit StampState(std::filesystem::path state);

    const SeenKeys& seen() const { return seen_; }
    const bounce::Keys& keys() const { return keys_; }

    // To be asked while rights() are held.
    bounce::Ledger& ledger() { return *ledger_; }
    AsOwner rights() const { return AsOwner{state_}; }

    bool has_ledger() const { return has_ledger_; }

    // Why it cannot be said since when there are stamps; empty when it can.
    const std::string& ledger_problem() const { return ledger_problem_; }

    // "2 keys, 1a2b3c4d signs", "none here", "/var/...: Permission denied"
    std::string keys_words(WallTime now) const;

private:
    std::filesystem::path state_;
    SeenKeys seen_;
    bounce::Keys keys_;
    std::unique_ptr<bounce::Ledger> ledger_;
    std::string ledger_problem_;
    bool has_ledger_ = false;
};

} // namespace mailreeve::ctl
