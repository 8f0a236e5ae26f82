// Everything that is known of one message for one recipient: values, no opinion.
#pragma once

#include "mailreeve/bounce/judgement.hh"
#include "mailreeve/bounce/rules.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/rbl/listing.hh"
#include "mailreeve/rdns/generic_name.hh"
#include "mailreeve/rdns/helo.hh"
#include "mailreeve/rdns/reverse_name.hh"
#include "mailreeve/trust/match.hh"

#include <chrono>
#include <optional>
#include <vector>

namespace mailreeve::inspect {

// Of the connection. Nothing where the question was not asked: for outbound and relayed
// mail, and for clients without an address.
struct ClientFacts {
    std::optional<net::IpAddress> address;
    std::optional<rdns::ReverseName> reverse;
    std::optional<rdns::Generic> generic; // the name looks dynamic
    std::optional<rdns::HeloFacts> helo;
    std::vector<rbl::ListFact> lists;
    bool complete = true; // false: some answers had not come by the deadline
};

// Of a message that claims to answer one of ours.
struct BounceFact {
    bounce::Judgement judgement;
    bounce::Mode mode = bounce::Mode::Learn; // that of the recipient's domain
    bool learning = false;    // whatever the mode, it is only told what would be done
    bool sure = true;         // that it is a bounce at all
    bool answered = true;     // keys and ledger could be asked
    bool storm = false;       // one of very many to this recipient
    bool never_sends = false; // the recipient sends no mail

    bool operator==(const BounceFact&) const = default;
};

struct Facts {
    Origin origin = Origin::Inbound;
    ClientFacts client;
    std::optional<trust::Match> denied;
    std::optional<trust::Match> allowed;

    // Since this sender, recipient and network were first seen. Asked only when a list
    // with action `delay` has a hit.
    std::optional<std::chrono::seconds> known_for;

    // At the end of a message that was read as one; not in mode off.
    std::optional<BounceFact> bounce;

    bool to_role = false; // postmaster@ or abuse@ of our domains
};

} // namespace mailreeve::inspect
