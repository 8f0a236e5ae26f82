// What the name that a client gave at HELO is worth: a fact, and what shows without
// DNS.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rdns/reverse_name.hh"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mailreeve::mail {
class Domain;
}

namespace mailreeve::rdns {

inline constexpr std::size_t max_helo = 255; // RFC 5321 4.5.3.1.2; longer is no name

enum class Known {
    Unknown, // not asked for, or the lookup failed: counts nothing
    No,
    Yes,
};

struct HeloFacts {
    // A name that the public DNS can hold (is_host_name). Only such names are asked
    // for: "localhost", "pc7", "[192.0.2.7]" and a bare 192.0.2.7 are none.
    bool fqdn = false;

    // Something in brackets. RFC 5321 4.1.3 allows that in place of a name, so policy
    // holds "not FQDN" only against a HELO that is neither.
    bool literal = false;

    // An address, in brackets or bare, that is not the client's, or brackets around
    // what is no address.
    bool literal_wrong = false;

    // One of our own names, or a name below one, given by a client whose address our
    // DNS does not hold for it. A branch office that says its proper name is no
    // stranger.
    bool own_name = false;

    Known resolves = Known::Unknown; // the name has an A or AAAA record

    // The client's address is among them, or it is the client's confirmed name. No also
    // when the name does not resolve: policy counts one of the two.
    Known matches = Known::Unknown;

    // The name in lower case and A-labels; if it is no FQDN, what was given, fit for
    // people and cut after max_helo characters.
    std::string name;

    bool operator==(const HeloFacts&) const = default;
};

// All that shows without the DNS. `own` are our hostname and local domains. Here
// own_name says only that the name is ours; look_up_helo finds out about the client.
MAILREEVE_API HeloFacts helo_shape(std::string_view helo, const net::IpAddress& address,
                                   std::span<const mail::Domain> own);

// `facts`, knowing what reverse DNS said: a HELO that equals the confirmed name
// resolves and matches, whatever became of its own lookup.
MAILREEVE_API HeloFacts with_reverse(HeloFacts facts, const ReverseName& reverse);

} // namespace mailreeve::rdns
