// Whether bounces can prove themselves: keys, stamps of each domain, modes. Pure.
#pragma once

#include "ctl/remark.hh"
#include "ctl/stamp_state.hh"
#include "snapshot/settings.hh"

#include <map>
#include <optional>
#include <string>

namespace mailreeve::ctl {

// What is there of a daemon's keys and stamps.
struct Stamping {
    SeenKeys keys;
    bool has_ledger = false;
    std::map<mail::Domain, WallTime> since; // first stamp of each domain that has one
    std::string ledger_problem;             // why `since` says nothing; empty: it does
    WallTime now;
};

// Looks at the stamps of all our domains.
Stamping look_at_stamping(const snapshot::Settings& settings, StampState& state,
                          WallTime now);

// Whether there is a domain of ours whose mail is stamped.
bool stamps_anything(const snapshot::Settings& settings);

Remarks review_bounces(const snapshot::Settings& settings, const Stamping& stamping);

} // namespace mailreeve::ctl
