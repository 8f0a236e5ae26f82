// What the resolver has done, as a value.
#pragma once

#include "mailreeve/dns/answer.hh"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mailreeve::dns {

inline constexpr std::size_t failure_kinds =
    static_cast<std::size_t>(Failure::ShuttingDown) + 1;

struct ServerStatistics {
    std::string address;                     // ServerAddress::text()
    bool well = true;                        // is asked
    std::chrono::microseconds round_trip{0}; // smoothed; 0 before the first answer
    std::uint64_t sent = 0;                  // queries, tries and probes alike
    std::uint64_t answered = 0;              // readable answers, of any code
    std::uint64_t lost = 0; // not answered within their question's time, nor refused

    bool operator==(const ServerStatistics&) const = default;
};

// Counts since the start, and what is at this moment. Questions are the calls of
// Resolver: each is a cache hit, joined another that was on its way, or was started.
struct Statistics {
    std::uint64_t questions = 0;
    std::uint64_t cache_hits = 0;
    std::uint64_t joined = 0;
    std::uint64_t started = 0;    // not in the cache
    std::uint64_t queries = 0;    // packets and TCP queries sent
    std::uint64_t retries = 0;    // of those, not the first for their question
    std::uint64_t tcp = 0;        // of those, over TCP
    std::uint64_t mismatches = 0; // packets that were not the answer: forged or late
    std::array<std::uint64_t, failure_kinds> failures{}; // by Failure; of started ones
                                                         // and those turned away
    std::size_t in_flight = 0;                           // questions on the wire
    std::size_t waiting = 0;                             // for their turn
    std::size_t cache_bytes = 0;
    std::size_t cache_answers = 0;
    std::vector<ServerStatistics> servers;

    std::uint64_t failed(Failure kind) const
    {
        return failures[static_cast<std::size_t>(kind)];
    }
    std::uint64_t timeouts() const { return failed(Failure::Timeout); }
};

} // namespace mailreeve::dns
