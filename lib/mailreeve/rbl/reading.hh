// Reading a DNS list's answer as RFC 5782 and the list's own rules mean it.
#pragma once

#include "mailreeve/dns/answer.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/net/ip_address.hh"
#include "mailreeve/rbl/list.hh"
#include "mailreeve/rbl/listing.hh"

#include <optional>
#include <string>

namespace mailreeve::rbl {

// The name under `zone` that stands for an address (RFC 5782 2.1, 2.4).
MAILREEVE_API std::string query_name(const net::IpAddress& address,
                                     const std::string& zone);

// The name that stands for a domain (RFC 5782 3.1); nothing when it would be too long.
MAILREEVE_API std::optional<std::string> query_name(const mail::Domain& domain,
                                                    const std::string& zone);

struct Reading {
    Listing listing;
    std::string answered; // the answer that made it unusable; empty otherwise
};

// One answer outside 127/8, or one refusal, makes the whole reply unusable: a zone
// that lies once is not evidence. So does a code that is not configured.
MAILREEVE_API Reading interpret(const dns::AddressAnswer& answer, const List& list);

// The strings of a TXT reply as evidence, at most max_evidence bytes; as received, to
// be escaped wherever they are shown.
MAILREEVE_API std::string evidence(const dns::TextAnswer& answer);

inline constexpr std::size_t max_evidence = 256;

} // namespace mailreeve::rbl
