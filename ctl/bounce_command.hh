// mailreevectl bounce explain: what a message is that came back, and what proves it.
#pragma once

#include "ctl/bounce_trial.hh"
#include "ctl/console.hh"

#include <filesystem>
#include <vector>

namespace mailreeve::ctl {

struct BounceOptions {
    std::filesystem::path file;                  // the configuration
    bool must_be_there = false;                  // the administrator has named it
    std::vector<std::filesystem::path> messages; // "-": the standard input
    BounceScene scene;                           // of all of them
};

// Works without a configuration, and without the right to read keys and ledger: then it
// says so, and judges as a daemon would that cannot. Changes nothing. NoInput when one
// of the messages could not be read; the others are told anyhow.
Exit explain_bounces(const BounceOptions& options, const Console& console);

// With given means.
Exit explain_bounces(const BounceOptions& options, const snapshot::Settings& settings,
                     StampState& state, const Clock& clock, const Console& console);

} // namespace mailreeve::ctl
