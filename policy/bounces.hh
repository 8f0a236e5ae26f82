// What is asked for a message that claims to answer one of ours.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <string_view>

namespace mailreeve::policy {

// The row of the table that applies, and how the finding is called. In mode strict, and
// in a storm, what cannot be proved is taken for a forgery.
struct BounceRule {
    std::string_view symbol;
    bounce::Rule rule; // Accept, without points, where nothing is asked for
};

// Nothing for what is no bounce, and for bounces that are not judged.
std::optional<BounceRule> bounce_rule(const inspect::BounceFact& fact,
                                      const bounce::OutcomeRules& rules);

// What the rule leads to, whatever the mode: Accept where it is `accept` or `score`.
Verdict bounce_verdict(const inspect::Facts& facts, const Rules& rules);

} // namespace mailreeve::policy
