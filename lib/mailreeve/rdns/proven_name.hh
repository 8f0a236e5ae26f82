// The client's name, when the MTA itself has proved it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::rdns {

// What the MTA's macros say of the client; empty where one was not sent.
struct ClientMacros {
    std::string_view client_name;    // {client_name}
    std::string_view client_resolve; // {client_resolve}: OK, FAIL, FORGED, TEMP
};

// The name, in lower case, that PTR and address lookup of the MTA confirmed, so that
// no question of ours is needed. Nothing when the MTA proved none, which says neither
// that there is no PTR nor that the lookup failed: Postfix writes "unknown" for both,
// and our own query decides.
//
// Nothing either for a name that no host can have (is_host_name): after XCLIENT with
// ADDR alone, Postfix calls any client "localhost", and resolved (FACTS 2).
MAILREEVE_API std::optional<std::string> proven_name(const net::IpAddress& address,
                                                     const ClientMacros& macros);

} // namespace mailreeve::rdns
