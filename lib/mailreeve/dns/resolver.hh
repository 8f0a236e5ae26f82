// Asking the DNS: questions start at once and are answered as futures.
#pragma once

#include "mailreeve/base/future.hh"
#include "mailreeve/dns/answer.hh"
#include "mailreeve/net/ip_address.hh"

#include <string>

namespace mailreeve::dns {

// Thread-safe. No call waits. Every future gets its value: Failed at the latest when
// the resolver's own time for a query is over, or when the resolver is destroyed.
// Continuations of the futures run on the resolver's thread.
class Resolver {
public:
    virtual ~Resolver() = default;

    // A (V4) or AAAA (V6) records of `name`.
    virtual Future<AddressAnswer> addresses(const std::string& name,
                                            net::Family family) const = 0;

    // PTR records under the reverse zone's name of `address`.
    virtual Future<NameAnswer> names(const net::IpAddress& address) const = 0;

    // TXT records.
    virtual Future<TextAnswer> texts(const std::string& name) const = 0;

    // Hosts of the MX records of `domain`, whatever their preference; "." alone says
    // that it takes no mail (RFC 7505).
    virtual Future<NameAnswer> exchangers(const std::string& domain) const = 0;
};

} // namespace mailreeve::dns
