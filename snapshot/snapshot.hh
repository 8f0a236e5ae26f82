// The configuration in force, with what was built from it: immutable, swapped whole.
#pragma once

#include "mailreeve/inspect/client_inspection.hh"
#include "mailreeve/inspect/services.hh"
#include "policy/rules.hh"
#include "snapshot/settings.hh"

#include <cstdint>
#include <memory>

namespace mailreeve::snapshot {

// Thread-safe: nothing in it changes.
class Snapshot {
public:
    // `services` must outlive the snapshot. `generation` counts the snapshots of a
    // process from 1. Settings must have been checked (load.hh).
    Snapshot(Settings settings, std::uint64_t generation,
             const inspect::Services& services);

    const Settings& settings() const { return settings_; }
    std::uint64_t generation() const { return generation_; }

    // At connect: starts every lookup on the client; waits for none.
    std::shared_ptr<inspect::ClientInspection> inspect(inspect::Client client) const;

    // Who the client is to us, at MAIL.
    inspect::Origin origin(const inspect::Client& client,
                           const inspect::Submission& submission) const;

    // What applies to one recipient (inbound) or sender (outbound).
    policy::Rules rules_for(const mail::Address& recipient) const;

private:
    Settings settings_;
    std::uint64_t generation_;
    inspect::Services services_;
    std::shared_ptr<const inspect::Subjects> subjects_;
};

} // namespace mailreeve::snapshot
