// What an outcome leads to: plain values, which policy reads.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/score/points.hh"

#include <string_view>

namespace mailreeve::bounce {

enum class Mode {
    Off,     // bounces are mail like any other
    Learn,   // judged, and told what would have been done
    Liberal, // what cannot be proved either way is scored
    Strict,  // what cannot be proved is taken for a forgery
};

enum class Action { Accept, Score, Tag, Quarantine, Reject };

struct MAILREEVE_API Rule {
    Action action = Action::Accept;
    score::Points points; // counted whatever the action, unless it is Accept

    static constexpr std::string_view short_form = "action"; // "invalid: tag" will do
    static config::Fields<Rule> fields();
    bool operator==(const Rule&) const = default;
};

struct MAILREEVE_API OutcomeRules {
    Rule invalid{Action::Quarantine, {}};
    Rule replayed{Action::Quarantine, {}};
    Rule never_sends{Action::Quarantine, {}};
    Rule expired{Action::Score, score::Points::hundredths(100)};
    Rule unverifiable{Action::Score, score::Points::hundredths(150)};

    static config::Fields<OutcomeRules> fields();
    bool operator==(const OutcomeRules&) const = default;
};

} // namespace mailreeve::bounce
