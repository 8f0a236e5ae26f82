// The two clocks, as an interface, so that tests say what time it is.
#pragma once

#include <chrono>

namespace mailreeve {

using Deadline = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;

    // For durations and deadlines; never goes back.
    virtual Deadline now() const = 0;

    // For what people read and what outlives the process; may jump.
    virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
public:
    Deadline now() const override { return std::chrono::steady_clock::now(); }
    WallTime wall() const override { return std::chrono::system_clock::now(); }
};

} // namespace mailreeve
