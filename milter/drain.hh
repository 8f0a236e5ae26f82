// When a daemon that accepts nothing more may go.
#pragma once

#include "milter/admission.hh"

#include <chrono>
#include <functional>

namespace mailreeve::milter {

// A session in which nothing has begun or ended for so long does not hold the drain:
// its client may be idle for minutes. One that is busy gets to its QUIT.
inline constexpr std::chrono::milliseconds quiet_sessions{1000};
// With no session left, for connections that were accepted and have not said CONNECT.
inline constexpr std::chrono::milliseconds quiet_door{200};
// How long callbacks have, after the deadline, to answer 451.
inline constexpr std::chrono::milliseconds last_words{500};

enum class DrainState {
    Waiting,
    Done,
    Overdue, // messages are still under way at the deadline
};

struct DrainClock {
    Deadline shut; // when the last connection was accepted
    Deadline now;
    std::chrono::milliseconds patience;
};

DrainState drain_state(const Admission::Count& inside, Deadline last_change,
                       const DrainClock& clock);

struct Drained {
    std::size_t cut_off = 0;   // messages that were answered 451
    std::size_t abandoned = 0; // idle sessions that were left
    std::chrono::milliseconds took{0};
};

// Waits for what is inside, up to `patience`; then closes the door, so that what is
// left is answered 451. `pause` waits between two looks.
Drained drain(Admission& admission, const Clock& clock,
              std::chrono::milliseconds patience,
              const std::function<void(std::chrono::milliseconds)>& pause);

} // namespace mailreeve::milter
