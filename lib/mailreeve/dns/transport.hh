// What everything on the resolver's thread works with.
#pragma once

#include "mailreeve/dns/chance.hh"
#include "mailreeve/dns/counters.hh"
#include "mailreeve/dns/event_loop.hh"

#include <array>
#include <cstddef>
#include <cstdint>

namespace mailreeve::dns {

struct Transport {
    EventLoop loop;
    ChanceSource chance;
    Counters& counters;
    bool mixed_case = true;

    std::size_t max_sockets = 0; // for queries; probes come on top
    std::size_t sockets = 0;

    // We offer 1,232 octets; what a server sends beyond that still fits.
    std::array<std::uint8_t, 4096> datagram{};
};

} // namespace mailreeve::dns
