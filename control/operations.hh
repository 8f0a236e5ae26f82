// What may be asked of the running daemon over its control socket.
#pragma once

#include "control/protocol.hh"
#include "control/status.hh"

#include <cstdint>
#include <string>
#include <vector>

namespace mailreeve::control {

// What became of a reload.
struct Reload {
    bool done = false;            // otherwise the old configuration stays in force
    std::uint64_t generation = 0; // of the configuration in force
    std::string text;             // the errors and warnings of the file; may be empty
    std::vector<std::string> needs_restart; // keys that changed and wait for one
};

// Called on the control socket's thread, one at a time. What a call throws becomes the
// reply Failed.
class Operations {
public:
    virtual ~Operations() = default;

    virtual Status status() const = 0;
    virtual std::string metrics() const = 0; // Prometheus's text format
    virtual Reload reload() = 0;
    virtual void stop() = 0; // begins to drain; does not wait
};

// Does what is asked. Throws nothing that an operation threw.
Reply answer(const Request& request, Operations& operations);

} // namespace mailreeve::control
