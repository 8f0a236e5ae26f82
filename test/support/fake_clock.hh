// A clock that stands still until a test moves it. Thread-safe.
//
// Steady time begins with the machine. This one begins long before that, so that what
// really waits for one of its deadlines does not, however lately the machine came up.
#pragma once

#include "mailreeve/base/clock.hh"

#include <atomic>

namespace mailreeve::test {

// Past for every clock here: nothing is waited for.
constexpr Deadline long_past{-std::chrono::hours{2000}};

class FakeClock final : public Clock {
public:
    Deadline now() const override
    {
        return Deadline{std::chrono::nanoseconds{passed_.load()} -
                        std::chrono::hours{1000}};
    }
    WallTime wall() const override
    {
        return WallTime{std::chrono::seconds{1'795'000'000} + // 2026-11-18
                        std::chrono::duration_cast<WallTime::duration>(
                            std::chrono::nanoseconds{passed_.load() + jumped_.load()})};
    }

    void advance(std::chrono::nanoseconds by) { passed_ += by.count(); }
    void jump_wall(std::chrono::nanoseconds by) { jumped_ += by.count(); }

private:
    std::atomic<std::int64_t> passed_{0};
    std::atomic<std::int64_t> jumped_{0};
};

} // namespace mailreeve::test
