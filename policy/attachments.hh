// What the attachments of a message lead to, beside its score: trust does not excuse an
// executable.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <vector>

namespace mailreeve::policy {

// None counts points.
std::vector<score::Finding> attachment_findings(const inspect::Facts& facts,
                                                const Rules& rules);

// The stricter of the decision's verdict and of what is asked for attachments; and what
// is taken out, where the message goes on.
void weigh_attachments(Decision& decision, const inspect::Facts& facts,
                       const Rules& rules);

} // namespace mailreeve::policy
