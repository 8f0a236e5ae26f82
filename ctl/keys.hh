// mailreevectl keys: making, listing and rotating the keys of stamps.
#pragma once

#include "ctl/console.hh"
#include "mailreeve/base/clock.hh"

#include <chrono>
#include <filesystem>
#include <string>

namespace mailreeve::ctl {

enum class KeysVerb { Init, List, Rotate };

struct KeysOptions {
    KeysVerb verb = KeysVerb::List;
    std::string from; // a duration, for Rotate; empty: at once
};

// In the state directory of that configuration. Keys that cannot be used are told on
// console.err with what mends them: Configuration.
Exit keys(const std::filesystem::path& file, const KeysOptions& options,
          const Console& console);

// The first key, which signs at once. CannotCreate when there is one.
Exit init_keys(const std::filesystem::path& state, WallTime now,
               const Console& console);

// One key a row, the newest first. `verify_for`: after a key has stopped signing.
Exit list_keys(const std::filesystem::path& state, WallTime now,
               std::chrono::seconds verify_for, const Console& console);

// A key that signs `from` now on, and what else is to be done. Configuration when there
// is none to take over from.
Exit rotate_keys(const std::filesystem::path& state, WallTime now,
                 std::chrono::seconds from, const Console& console);

inline constexpr std::chrono::days longest_from{366};

} // namespace mailreeve::ctl
