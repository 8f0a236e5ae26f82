// What the facts say, in the words of the score: symbols, points, evidence.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"

#include <vector>

namespace mailreeve::policy {

// Every symbol stands in mailreeve-policy(7). Allow lists together take off no more
// than rules.allow_limit.
std::vector<score::Finding> findings(const inspect::Facts& facts, const Rules& rules);

} // namespace mailreeve::policy
