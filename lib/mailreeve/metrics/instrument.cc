#include "mailreeve/metrics/instrument.hh"

#include <algorithm>
#include <array>
#include <cassert>

namespace mailreeve::metrics {

std::span<const double> latency_bounds()
{
    static constexpr std::array bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                       0.1,    0.25,  0.5,    1.0,   2.5,  5.0,   10.0};
    return bounds;
}

Histogram::Histogram(std::span<const double> bounds)
    : bounds_{bounds.begin(), bounds.end()}, buckets_(bounds.size() + 1)
{
    assert(std::ranges::is_sorted(bounds_));
}

void Histogram::observe(double value)
{
    const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::State Histogram::state() const
{
    State state{bounds_, {}, sum_.load(std::memory_order_relaxed)};
    std::uint64_t below = 0;
    for (const auto& bucket : buckets_) {
        below += bucket.load(std::memory_order_relaxed);
        state.below.push_back(below);
    }
    return state;
}

} // namespace mailreeve::metrics
