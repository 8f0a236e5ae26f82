// Asking the DNS about the name that a client gave at HELO.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rdns/helo.hh"

#include <span>
#include <string_view>

namespace mailreeve::rdns {

// Asks for the addresses of a HELO that is an FQDN: first for those of the client's
// family, and for the other family's only if there are none. A lookup that failed
// leaves resolves and matches Unknown, and then our own name is held against nobody.
//
// Does not wait; `own` (see helo_shape) is used before it returns. The resolver must
// outlive the answer.
MAILREEVE_API Future<HeloFacts> look_up_helo(std::string_view helo,
                                             const net::IpAddress& address,
                                             std::span<const mail::Domain> own,
                                             const dns::Resolver& resolver);

} // namespace mailreeve::rdns
