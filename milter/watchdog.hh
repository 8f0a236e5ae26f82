// Proves to systemd that mail is served, by being a client of our own.
#pragma once

#include "milter/notify.hh"
#include "milter/probe.hh"

#include <chrono>
#include <functional>
#include <stop_token>

namespace mailreeve::milter {

// A process can be alive and hang: only an answer on the socket that the MTA uses is
// proof (LESSONS 3, 48).
class Watchdog {
public:
    using Ask = std::function<Probe()>;

    // `ask` shakes hands once, `is_shut` tells of the intake. The notifier must outlive
    // it.
    Watchdog(const Notifier& notifier, std::function<bool()> is_shut, Ask ask)
        : notifier_{notifier}, is_shut_{std::move(is_shut)}, ask_{std::move(ask)}
    {
    }

    enum class State { Alive, NoAnswer };

    // One look: tells systemd that we are alive if that is proved. While the intake is
    // shut nobody is answered, on purpose; and where we may not connect nothing can be
    // proved: both count as alive.
    State look() const;

private:
    const Notifier& notifier_;
    std::function<bool()> is_shut_;
    Ask ask_;
};

// Calls `look` every `interval` until `stop` is requested.
void repeat(std::chrono::microseconds interval, const std::stop_token& stop,
            const std::function<void()>& look);

} // namespace mailreeve::milter
