// The `local` section of mailreeve.yaml: who we are, and which clients are ours.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/net/network_set.hh"

#include <string>
#include <vector>

namespace mailreeve::inspect {

struct MAILREEVE_API Local {
    std::vector<mail::Domain> domains;
    net::NetworkSet networks = hosts_own();
    std::vector<std::string> outbound_daemons{"ORIGINATING"};
    net::NetworkSet relays;

    // Is this one of our domains?
    bool has(const mail::Domain& domain) const;

    static net::NetworkSet hosts_own(); // loopback
    static config::Fields<Local> fields();
    bool operator==(const Local&) const = default;
};

} // namespace mailreeve::inspect
