// The host that connected, as the MTA shows it, and what it is to us.
#pragma once

#include "mailreeve/net/ip_address.hh"

#include <optional>
#include <string>

namespace mailreeve::inspect {

struct Client {
    std::optional<net::IpAddress>
        address;         // nothing: a unix socket, or unknown to the MTA
    std::string name;    // {client_name}: confirmed, "unknown", "[192.0.2.7]", or empty
    std::string resolve; // {client_resolve}: OK FAIL FORGED TEMP, or empty
    std::string daemon_name; // {daemon_name}: the MTA's service, as "ORIGINATING"

    bool operator==(const Client&) const = default;
};

// What is known of the submission at MAIL.
struct Submission {
    std::string authenticated; // {auth_authen}; empty: nobody
    bool by_hand = false;      // handed in on the host itself: sendmail(1), not SMTP
};

enum class Origin {
    Inbound,
    Outbound, // authenticated, from local.networks, a daemon of local.outbound_daemons,
              // by hand
    Relay,    // inbound through one of local.relays: its client is not judged
};

std::string_view name(Origin origin); // "inbound", ...

} // namespace mailreeve::inspect
