// What reverse DNS says of a client's address: a fact, without the asking.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::rdns {

// Of an address with more PTR names than these, the others are left alone: whoever
// owns a range can put any number there (RELIABILITY D14).
inline constexpr std::size_t max_names = 5;

enum class State {
    Confirmed,        // a PTR name has the address among its own (RFC 8601 3)
    Unconfirmed,      // every name was answered for and none has it
    Missing,          // no PTR record
    InvalidName,      // PTR names, but none that a host can have
    TemporaryFailure, // nobody knows: counts nothing
    Exempt,           // not asked for: a private address, or the administrator said so
};

struct ReverseName {
    State state = State::TemporaryFailure;

    // The confirmed name; otherwise the first PTR name, or nothing. Host names are in
    // lower case; others in presentation form, what is not printable as \DDD.
    std::string name;

    std::vector<std::string> names; // all that were considered, host names first
    bool more = false;              // there were more names than max_names
    std::string detail; // for people: "mail.example has 192.0.2.9, not 192.0.2.7"

    bool operator==(const ReverseName&) const = default;
};

// "confirmed", "unconfirmed", "missing", "invalid", "temporary_failure", "exempt": the
// keys of the configuration, too.
MAILREEVE_API std::string_view name(State state);

// The result of RFC 8601 2.7.3: pass, fail, temperror, and permerror for an address
// without PTR. Empty when exempt: who was not asked has no result to be told.
MAILREEVE_API std::string_view iprev(State state);

} // namespace mailreeve::rdns
