// The other side of the control socket: asking the running daemon.
#pragma once

#include "control/protocol.hh"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace mailreeve::control {

// Nobody answers there, or nobody whom we understand; says so in a sentence.
class Unreachable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Asks, and waits for the whole reply at most so long. Throws Unreachable.
Reply ask(const std::filesystem::path& socket, const Request& request,
          std::chrono::milliseconds patience = std::chrono::seconds{30});

} // namespace mailreeve::control
