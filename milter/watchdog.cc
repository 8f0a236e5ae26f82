#include "milter/watchdog.hh"

#include <condition_variable>
#include <mutex>

namespace mailreeve::milter {

Watchdog::State Watchdog::look() const
{
    const bool shut_before = is_shut_();
    const auto found = ask_();
    const bool on_purpose = shut_before || is_shut_();
    if (found != Probe::Answered && found != Probe::Barred && !on_purpose)
        return State::NoAnswer;
    notifier_.alive();
    return State::Alive;
}

void repeat(std::chrono::microseconds interval, const std::stop_token& stop,
            const std::function<void()>& look)
{
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        look();
        stopped.wait_for(lock, stop, interval, [] { return false; });
    }
}

} // namespace mailreeve::milter
