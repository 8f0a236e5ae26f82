// The counts behind Statistics, shared by the resolver's thread and those that ask.
#pragma once

#include "mailreeve/dns/statistics.hh"

#include <atomic>

namespace mailreeve::dns {

struct Counters {
    // Each count stands alone, so no order is needed between them.
    class Count {
    public:
        void operator++() { value_.fetch_add(1, std::memory_order_relaxed); }
        std::uint64_t load() const { return value_.load(std::memory_order_relaxed); }

    private:
        std::atomic<std::uint64_t> value_{0};
    };

    Count questions;
    Count cache_hits;
    Count joined;
    Count started;
    Count queries;
    Count retries;
    Count tcp;
    Count mismatches;
    std::array<Count, failure_kinds> failures;
    std::atomic<std::size_t> in_flight{0};
    std::atomic<std::size_t> waiting{0};

    void failed(Failure kind) { ++failures[static_cast<std::size_t>(kind)]; }
};

} // namespace mailreeve::dns
