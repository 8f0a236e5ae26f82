// Checks with an action of their own: what reverse DNS, HELO and lists ask for.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <optional>
#include <string>

namespace mailreeve::policy {

struct Refusal {
    Verdict verdict; // Defer or Reject
    std::string cause;
};

// The refusal of the deny list; nothing when it does not match.
std::optional<Refusal> denied(const inspect::Facts& facts, const Rules& rules);

enum class Which {
    OverrideNever, // lists marked `override: never`
    All,
};

// The strictest refusal that a check asks for (reject before defer, then the order of
// the facts); nothing when none does. A question without an answer asks for nothing,
// but for `reverse_dns.temporary_failure: {action: defer}`.
std::optional<Refusal> refused(const inspect::Facts& facts, const Rules& rules,
                               Which which);

} // namespace mailreeve::policy
