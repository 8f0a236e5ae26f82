// When a sender, a recipient and the client's network were first seen together: what
// the action `delay` waits upon.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/net/ip_address.hh"

#include <chrono>
#include <string>

namespace mailreeve::rbl {

struct Triplet {
    std::string sender; // as in the envelope, without brackets; empty: the null sender
    std::string recipient;
    net::IpAddress client;
};

// The same for addresses that differ in case, and for all clients of a /24 or a /64:
// the next try may come from a neighbour. An address is cut at max_key_address bytes.
MAILREEVE_API std::string key(const Triplet& triplet);

inline constexpr std::size_t max_key_address = 320; // RFC 5321 4.5.3.1: 64 + 1 + 255

// Thread-safe.
class FirstSeen {
public:
    virtual ~FirstSeen() = default;

    // How long ago; zero when it is now, and then it is remembered. Never waits. The
    // wall clock may jump: back, the time begins anew; forward, the delay is over.
    virtual std::chrono::seconds age(const Triplet& triplet, WallTime now) = 0;
};

} // namespace mailreeve::rbl
