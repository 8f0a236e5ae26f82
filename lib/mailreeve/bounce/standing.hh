// What holds for the bounces of a domain now: a mode that acts has to wait.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/settings.hh"

#include <optional>

namespace mailreeve::bounce {

struct Standing {
    Mode configured = Mode::Learn;
    Mode now = Mode::Learn;
    std::optional<WallTime> until; // when learning ends and `configured` begins;
                                   // nothing: not before something is stamped

    bool is_waiting() const { return configured != now; }

    bool operator==(const Standing&) const = default;
};

// For bounces to that domain, whose first stamp was made at `since`: mail that left
// before it still bounces for a while, and cannot be proved.
MAILREEVE_API Standing standing(const Settings& settings, const mail::Domain& domain,
                                std::optional<WallTime> since, WallTime now);

// "off", "learn", "liberal", "strict"
MAILREEVE_API std::string_view name(Mode mode);

// "accept", "score", "tag", "quarantine", "reject"
MAILREEVE_API std::string_view name(Action action);

} // namespace mailreeve::bounce
