// A clock whose wall time stands still until a test moves it; its deadlines are real,
// for tests in which somebody waits for the disk.
#pragma once

#include "test/support/fake_clock.hh"

namespace mailreeve::test {

// Thread-safe.
class WaitingClock final : public Clock {
public:
    Deadline now() const override { return SystemClock{}.now(); }
    WallTime wall() const override { return wall_.wall(); }

    void advance(std::chrono::nanoseconds by) { wall_.advance(by); }

private:
    FakeClock wall_;
};

} // namespace mailreeve::test
