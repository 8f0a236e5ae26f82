// Whether a milter answers, proved by shaking hands with it as an MTA does.
#pragma once

#include "milter/socket_address.hh"

#include <chrono>

namespace mailreeve::milter {

enum class Probe {
    Answered,
    Silent,  // connected or queued, and no answer in time: alive but hung
    Refused, // nobody listens there, or the path is gone
    Barred,  // we may not connect, which proves nothing
};

// Connects, offers what Postfix does, waits for the milter's answer to it, and quits.
Probe probe(const SocketAddress& address, std::chrono::milliseconds patience);

} // namespace mailreeve::milter
