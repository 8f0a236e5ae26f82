// What became of a stamp, an envelope id or a tag that was verified.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <chrono>
#include <string_view>

namespace mailreeve::bounce {

enum class Check {
    Good,
    Forged,     // the MAC is not that of what it is held against
    UnknownKey, // no key of that id: retired, or another's
    Expired,    // the MAC is good
    FromFuture, // the same; beyond max_skew
};

// "good", "forged", "unknown-key", "expired", "from-future"
MAILREEVE_API std::string_view name(Check check);

inline constexpr std::chrono::hours max_skew{
    1}; // between clocks of hosts with one ring

// Of something with a good MAC. Exactly `lifetime` old is still good; counted in whole
// seconds, as stamps do.
MAILREEVE_API Check check_age(WallTime made, WallTime now,
                              std::chrono::seconds lifetime);

} // namespace mailreeve::bounce
