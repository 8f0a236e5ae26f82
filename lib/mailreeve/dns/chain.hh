// Following CNAME records through an answer section. Pure.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/answer.hh"
#include "mailreeve/dns/question.hh"
#include "mailreeve/dns/reply.hh"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mailreeve::dns {

inline constexpr int max_cnames = 8;           // of one question, over all its replies
inline constexpr std::size_t max_records = 64; // of one answer; the rest is left out

inline constexpr std::uint32_t greatest_ttl = 0x7fff'ffff; // RFC 2181 8

// Where the chain from a question leads within one reply.
struct Chain {
    enum class End {
        Records,  // of the type asked for, at `last`
        Absent,   // NoSuchName or NoData, by the reply's rcode, about `last`
        Onward,   // the reply does not say what `last` has: ask about that
        TooLong,  // more than max_cnames, or a loop
        Nonsense, // records together with NXDOMAIN
    };

    End end = End::Absent;
    std::string last;      // uncompressed wire name in lower case
    int cnames = 0;        // followed so far, `before` among them
    std::uint32_t ttl = 0; // the least of all records used; greatest_ttl if none
    std::vector<std::variant<net::IpAddress, std::string>> values;
};

// `before` CNAMEs have been followed already. Records that do not belong to the chain
// are not used (RFC 5452 6). `reply` must be a NOERROR or NXDOMAIN, neither truncated
// nor a referral.
MAILREEVE_API Chain follow(const Reply& reply, const Question& question, int before);

// RFC 2308 5: how long an absence may be remembered: the least of the SOA's TTL, its
// MINIMUM and 15 minutes; zero when the reply has no SOA of a zone that holds `name`.
MAILREEVE_API std::chrono::seconds absence_ttl(const Reply& reply,
                                               std::string_view name);

// RFC 2181 8: a TTL whose first bit is set is 0. Within [1 s, 1 day], so that nothing
// is asked for twice for one message, and nothing stays for ever.
MAILREEVE_API std::chrono::seconds clamped_ttl(std::uint32_t ttl);

} // namespace mailreeve::dns
