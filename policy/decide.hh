// Facts in, decision out: no clock, no network, no files, no threads.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <cstddef>
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

// Whether what is kept back is kept for single recipients (by us) or the whole message
// is held (by the MTA, which knows no other way).
enum class Holding { Recipients, Message };

// What becomes of a message.
struct Ruling {
    std::vector<Decision> recipients; // what was given, made to agree with each other
    Decision message;                 // of what goes on, or of all of it
    std::vector<std::size_t> held; // the recipients who do not get it; empty: no one,
                                   // or all of them
};

// The decisions on its recipients (at least one) brought together. A message can only
// be refused when all agree; where they do not, refusal becomes quarantine. Whose copy
// is kept back gets none; for the others the strictest of theirs is done, and
// everything is removed that any of them must not get.
Ruling combine(std::vector<Decision> recipients, Holding holding);

} // namespace mailreeve::policy
