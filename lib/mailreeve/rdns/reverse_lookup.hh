// Asking for a client's reverse DNS, confirmed forward (RFC 8601 3, "iprev").
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rdns/proven_name.hh"
#include "mailreeve/rdns/reverse_name.hh"
#include "mailreeve/rdns/settings.hh"

namespace mailreeve::rdns {

// Loopback, private, shared and link-local addresses, and settings.exempt: clients
// whose reverse DNS is nobody's business. The documentation networks are asked for.
MAILREEVE_API bool is_exempt(const net::IpAddress& address, const Settings& settings);

// Asks for the PTR names of `address`, then for the A (IPv4) or AAAA (IPv6) records of
// at most max_names of them, all at once, and is confirmed by the first that matches.
// A lookup that failed makes the result TemporaryFailure, unless another one confirms.
// Addresses that no public DNS can speak of are never sent out: Exempt.
//
// Does not wait; the continuation may start its queries on the resolver's thread. The
// resolver must outlive the answer.
MAILREEVE_API Future<ReverseName> look_up(const net::IpAddress& address,
                                          const dns::Resolver& resolver);

} // namespace mailreeve::rdns
