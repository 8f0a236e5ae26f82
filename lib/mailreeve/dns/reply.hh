// Reading what came back: whether it answers a query, and what it says. Pure.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/query.hh"
#include "mailreeve/net/ip_address.hh"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace mailreeve::dns {

// RFC 1035 4.1.1; others, extended ones among them (RFC 6891 6.1.3), keep their number.
enum class Rcode : std::uint16_t {
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    BadVers = 16,
};

// A record of the answer section: a CNAME or one of the type asked for.
struct Record {
    std::string owner; // uncompressed wire name in lower case
    Type type = Type::A;
    std::uint32_t ttl = 0; // seconds as sent

    // A, AAAA: the address. CNAME: wire name in lower case. PTR, MX: presentation form
    // (dns/name.hh). TXT: the strings, joined.
    std::variant<net::IpAddress, std::string> value;
};

// The SOA record of the authority section (RFC 2308).
struct Authority {
    std::string zone; // uncompressed wire name in lower case
    std::uint32_t ttl = 0;
    std::uint32_t minimum = 0;
};

struct Reply {
    Rcode rcode = Rcode::NoError;
    bool truncated = false; // then nothing below is filled in
    bool referral = false;  // name servers of another zone instead of an answer
    std::vector<Record> answers;
    std::optional<Authority> authority;
};

enum class Unread {
    Foreign,   // not an answer to this query: id, QR, opcode or question differ
    Malformed, // it answers this query, but cannot be read, or carries a TSIG
};

// Reads `wire` as an answer to `query`. The question is compared byte for byte, case
// included. Work is bounded: at most 1,000 answers, names of at most 32 pointers.
// Never throws but std::bad_alloc.
MAILREEVE_API std::variant<Reply, Unread>
decode_reply(std::span<const std::uint8_t> wire, const Query& query);

} // namespace mailreeve::dns
