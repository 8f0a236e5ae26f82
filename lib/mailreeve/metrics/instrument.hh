// What is measured: counters, gauges, histograms. Updating costs one atomic operation.
#pragma once

#include "mailreeve/base/api.hh"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mailreeve::metrics {

// Only grows. Thread-safe.
class Counter {
public:
    void add(std::uint64_t count = 1)
    {
        value_.fetch_add(count, std::memory_order_relaxed);
    }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

// What there is now. Thread-safe.
class Gauge {
public:
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t change)
    {
        value_.fetch_add(change, std::memory_order_relaxed);
    }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

// One more as long as it stands: sessions, queries in flight. The gauge must outlive
// it.
class Held {
public:
    explicit Held(Gauge& gauge) : gauge_{gauge} { gauge_.add(1); }
    ~Held() { gauge_.add(-1); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    Gauge& gauge_;
};

// Upper ends of buckets, in seconds, for what a message waits for: from half a
// millisecond to the MTA's own patience.
MAILREEVE_API std::span<const double> latency_bounds();

// How often values fell below each of some bounds. Thread-safe.
class MAILREEVE_API Histogram {
public:
    // `bounds` rise; a bucket without an upper end is added behind them.
    explicit Histogram(std::span<const double> bounds);

    void observe(double value);

    // In seconds.
    void observe(std::chrono::nanoseconds duration)
    {
        observe(std::chrono::duration<double>(duration).count());
    }

    struct State {
        std::vector<double> bounds;
        std::vector<std::uint64_t> below; // of each bound, and all of them at the end
        double sum = 0;
    };

    // Counts agree with each other, though other threads go on meanwhile; the sum may
    // be a value ahead.
    State state() const;

private:
    std::vector<double> bounds_;
    std::vector<std::atomic<std::uint64_t>> buckets_;
    std::atomic<double> sum_{0};
};

} // namespace mailreeve::metrics
