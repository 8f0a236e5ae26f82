// A clock whose deadlines have always passed for those who really wait: what is not
// there yet when it is asked for never comes. Moves only when told to.
#pragma once

#include "mailreeve/base/clock.hh"

#include <atomic>
#include <cstdint>

namespace mailreeve::test {

// Thread-safe. Steady time begins with the machine; this one long before.
class PastClock final : public Clock {
public:
    Deadline now() const override
    {
        return Deadline{std::chrono::nanoseconds{passed_} - std::chrono::hours{1000}};
    }
    WallTime wall() const override
    {
        return WallTime{std::chrono::seconds{1'795'000'000} + // 2026-11-18
                        std::chrono::duration_cast<WallTime::duration>(
                            std::chrono::nanoseconds{passed_})};
    }

    void advance(std::chrono::nanoseconds by) { passed_ += by.count(); }

private:
    std::atomic<std::int64_t> passed_{0};
};

} // namespace mailreeve::test
