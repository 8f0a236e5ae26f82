// Carries a decision out: headers, subject, hold, reply.
#pragma once

#include "mailreeve/base/id.hh"
#include "mailreeve/inspect/client.hh"
#include "milter/answer.hh"
#include "milter/collected_headers.hh"
#include "milter/mta.hh"
#include "milter/negotiation.hh"
#include "policy/rules.hh"
#include "policy/verdict.hh"

#include <string>

namespace mailreeve::milter {

// What is to be known of a message whose end has come. Refers to what it is made from.
struct Closing {
    const policy::Decision& decision;
    const CollectedHeaders& headers;
    const Agreement& agreement;
    const Id& id;
    inspect::Origin origin = inspect::Origin::Inbound;
    policy::Mode mode = policy::Mode::Filter;
    std::string authserv_id;
    std::string iprev;   // its result; empty: not asked for
    std::string address; // of the client
};

struct Enacted {
    Answer answer = Answer::Continue;
    std::string reply;   // what the client hears: empty for Continue
    std::string lacking; // what the MTA would not have done for us, and we left out
};

// At the end of a message. Outbound mail gets no header. In mode observe headers are
// added, and what came with the message stays: it changes nothing else. Throws
// MtaFailed.
Enacted enact(const Closing& closing, Mta& mta);

// A refusal, at any stage that has a reply. Throws MtaFailed.
Answer refuse(Mta& mta, const policy::Reply& presentable);

} // namespace mailreeve::milter
