// What a DNS list said about an address or a domain: a fact, without the asking.
#pragma once

#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/list.hh"
#include "mailreeve/score/points.hh"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailreeve::rbl {

struct NotListed {
    bool operator==(const NotListed&) const = default;
};

struct Hit {
    net::IpAddress code; // 127.0.0.2
    score::Points points;
    std::string symbol;

    bool operator==(const Hit&) const = default;
};

struct Listed {
    std::vector<Hit> hits; // at least one; a symbol speaks once, in its strongest code
    std::string evidence;  // TXT, bounded; empty when it has not come

    bool operator==(const Listed&) const = default;
};

enum class Unusable {
    NoAnswer,     // the lookup failed; the zone may still list the address
    NotWaitedFor, // the zone was found silent; it is probed meanwhile
    Refused, // the zone turned this resolver away (127.255.255.0/24 and its own codes)
    NotBlocklist, // answered from outside 127/8: parked, hijacked, or a lying resolver
    UnknownCode,  // a code of 127/8 that is not configured
};

using Listing = std::variant<NotListed, Listed, Unusable>;

// "no-answer", "not-waited-for", "refused", "not-a-blocklist", "unknown-code"
MAILREEVE_API std::string_view name(Unusable unusable);

// The one sentence that tells the administrator what to do. `answered` is what the
// zone said, where it said something: "203.0.113.80".
MAILREEVE_API std::string sentence(Unusable unusable, const List& list,
                                   std::string_view answered);

// One list's word on one subject.
struct ListFact {
    std::shared_ptr<const List> list;
    Subject subject = Subject::Client;
    std::string asked; // the address or domain
    Listing listing;
};

} // namespace mailreeve::rbl
