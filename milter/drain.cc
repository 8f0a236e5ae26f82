#include "milter/drain.hh"

#include <algorithm>

namespace mailreeve::milter {

namespace {

constexpr std::chrono::milliseconds between_looks{20};

std::chrono::milliseconds since(Deadline then, Deadline now)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - then);
}

} // namespace

DrainState drain_state(const Admission::Count& inside, Deadline last_change,
                       const DrainClock& clock)
{
    const bool overdue = since(clock.shut, clock.now) >= clock.patience;
    if (inside.messages > 0)
        return overdue ? DrainState::Overdue : DrainState::Waiting;
    const auto quiet = since(std::max(last_change, clock.shut), clock.now);
    const auto enough = inside.sessions > 0 ? quiet_sessions : quiet_door;
    return overdue || quiet >= enough ? DrainState::Done : DrainState::Waiting;
}

Drained drain(Admission& admission, const Clock& clock,
              std::chrono::milliseconds patience,
              const std::function<void(std::chrono::milliseconds)>& pause)
{
    const auto shut = clock.now();
    auto state = DrainState::Waiting;
    while (state == DrainState::Waiting) {
        pause(between_looks);
        state = drain_state(admission.count(), admission.last_change(),
                            {shut, clock.now(), patience});
    }
    Drained drained;
    if (state == DrainState::Overdue) {
        drained.cut_off = admission.count().messages;
        admission.close();
        const auto end = clock.now() + last_words;
        while (admission.count().messages > 0 && clock.now() < end)
            pause(between_looks);
    }
    drained.abandoned = admission.count().sessions;
    drained.took = since(shut, clock.now());
    return drained;
}

} // namespace mailreeve::milter
