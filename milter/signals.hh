// The signals that mean something to the daemon, read on a thread of its own.
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <optional>
#include <stop_token>

namespace mailreeve::milter {

enum class Signal { Reload, Stop }; // SIGHUP; SIGTERM and SIGINT

// Make it before there are threads: they must inherit that the signals are blocked.
//
// libmilter waits for the same signals by sigwait(3) and ends the daemon for a SIGHUP
// (FACTS 1); sigwait.cc puts a function of ours in its way.
class Signals {
public:
    // Throws std::system_error.
    Signals();

    // Waits; nothing once `stop` is requested. Equal signals that come in a burst are
    // told once.
    std::optional<Signal> next(const std::stop_token& stop) const;

private:
    Descriptor signals_;
    Descriptor wake_;
};

} // namespace mailreeve::milter
