// Everything that is known of one message for one recipient: values, no opinion.
#pragma once

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

struct Facts {
    Origin origin = Origin::Inbound;
    ClientFacts client;
    std::optional<trust::Match> denied;
    std::optional<trust::Match> allowed;

    // Since this sender, recipient and network were first seen. Asked only when a list
    // with action `delay` has a hit.
    std::optional<std::chrono::seconds> known_for;

    bool to_role = false; // postmaster@ or abuse@ of our domains
};

} // namespace mailreeve::inspect
