// One name server: where it is, how fast it is and whether it is well.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/round_trip.hh"
#include "mailreeve/dns/server_address.hh"
#include "mailreeve/dns/server_health.hh"
#include "mailreeve/dns/statistics.hh"

#include <mutex>
#include <utility>

namespace mailreeve::dns {

// Thread-safe: the resolver's thread changes it, others read its statistics.
class Server {
public:
    explicit Server(ServerAddress address) : address_{std::move(address)} {}

    const ServerAddress& address() const { return address_; }

    // These return the state before and after.
    struct Change {
        ServerHealth::State before;
        ServerHealth::State after;
        bool became(ServerHealth::State state) const
        {
            return before != state && after == state;
        }
    };
    Change answered(Deadline sent, Deadline now);
    Change unanswered(Deadline sent);
    Change probe_unanswered();

    void count_sent();
    void count_lost();

    ServerHealth::State state() const;
    RoundTrip::Duration wait() const; // before the next try
    ServerStatistics statistics() const;

private:
    template <class Act>
    Change change(const Act& act);

    const ServerAddress address_;
    mutable std::mutex mutex_;
    RoundTrip round_trip_;
    ServerHealth health_;
    std::uint64_t sent_ = 0;
    std::uint64_t answered_ = 0;
    std::uint64_t lost_ = 0;
};

} // namespace mailreeve::dns
