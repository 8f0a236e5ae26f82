#include "mailreeve/dns/round_trip.hh"

#include <algorithm>

namespace mailreeve::dns {

void RoundTrip::measured(Duration sample)
{
    sample = std::max(sample, Duration{1});
    if (smoothed_ == Duration::zero()) {
        smoothed_ = sample;
        deviation_ = sample / 2;
        quickest_ = sample;
        return;
    }
    const auto error = sample > smoothed_ ? sample - smoothed_ : smoothed_ - sample;
    deviation_ += (error - deviation_) / 4;
    smoothed_ += (sample - smoothed_) / 8;
    // Follows a faster answer at once, and a path that became longer slowly.
    quickest_ = sample < quickest_ ? sample : quickest_ + (sample - quickest_) / 64;
}

RoundTrip::Duration RoundTrip::wait() const
{
    if (smoothed_ == Duration::zero())
        return usual_longest_wait;
    const auto longest = std::max(usual_longest_wait, 2 * quickest_);
    return std::clamp(smoothed_ + 4 * deviation_, least_wait, longest);
}

} // namespace mailreeve::dns
