// What the DNS said: always a value, also when it said nothing.
#pragma once

#include "mailreeve/net/ip_address.hh"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::dns {

enum class Outcome {
    Found,      // at least one record of the type asked for
    NoSuchName, // NXDOMAIN: the name does not exist
    NoData,     // the name exists and has no record of that type
    Failed,     // nobody knows: never to be taken for an absence
};

// Why a lookup failed.
enum class Failure {
    None,
    BadName,       // cannot be asked for: label or name too long, an empty label
    Timeout,       // no server answered in time
    ServerFailure, // SERVFAIL from all that were asked
    Refused,       // REFUSED, or another error code
    Malformed,     // answers that cannot be read
    ChainTooLong,  // more than eight CNAMEs, or a loop
    OverLimit,     // our own limits: queries in flight, queries of a message
    NoServers,     // every server is known to be unwell, or none is configured
    ShuttingDown,
};

// "timeout", "SERVFAIL", ...; for logs.
MAILREEVE_API std::string_view name(Failure failure);

// Records of one kind under one name. Records are there only when Found.
template <class Record>
struct Answer {
    Outcome outcome = Outcome::Failed;
    Failure failure = Failure::None;
    std::vector<Record> records;
    std::chrono::seconds ttl{0}; // what is left of it

    bool operator==(const Answer&) const = default;
};

using AddressAnswer = Answer<net::IpAddress>;

// Names in presentation form (RFC 1035 5.1 escapes, as \046 for a dot within a label),
// case as received, without the last dot. Not every one is a host name.
using NameAnswer = Answer<std::string>;

// Strings of TXT records, those of one record joined; any bytes.
using TextAnswer = Answer<std::string>;

} // namespace mailreeve::dns
