// How long a server takes, and when a silence is long enough to ask again. Pure.
#pragma once

#include "mailreeve/base/api.hh"

#include <chrono>

namespace mailreeve::dns {

// The estimator of RFC 6298 with bounds for DNS: asking once too often is harmless
// here, since the answer to the first try still counts, while a fixed second makes
// every lost packet cost a second.
class MAILREEVE_API RoundTrip {
public:
    using Duration = std::chrono::microseconds;

    static constexpr Duration least_wait = std::chrono::milliseconds{25};

    // Also the wait before anything has been measured. A resolver takes longer for
    // names that it must look up itself; twice the quickest answer counts instead
    // where even that is slower (satellites).
    static constexpr Duration usual_longest_wait = std::chrono::milliseconds{150};

    void measured(Duration sample);

    // The smoothed round trip; zero before the first measurement.
    Duration smoothed() const { return smoothed_; }

    // How long to wait for an answer before the next try.
    Duration wait() const;

private:
    Duration smoothed_{0};
    Duration deviation_{0};
    Duration quickest_{0};
};

} // namespace mailreeve::dns
