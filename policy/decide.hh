// Facts in, decision out: no clock, no network, no files, no threads.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <span>
#include <vector>

namespace mailreeve::policy {

// At RCPT: whether the client is refused for this recipient. In this order, first match
// decides: denied; a check with `override: never`; trusted; a check that asks for defer
// or reject (reject wins). Otherwise Accept, which here means: go on. The score refuses
// nobody yet.
Decision decide_recipient(const inspect::Facts& facts, const Rules& rules);

// At the end of the message, for a recipient that decide_recipient let through:
// trusted, then the stricter of the score and of what is asked for a bounce. In mode
// learn the latter is told as withheld.
Decision decide_message(const inspect::Facts& facts, const Rules& rules);

// One decision for the whole message, whose recipients' decisions are given (at least
// one). A message can only be refused when all agree; where they do not, refusal
// becomes quarantine. Otherwise the strictest.
Decision combine(std::span<const Decision> recipients);

} // namespace mailreeve::policy
