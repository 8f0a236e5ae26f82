// What an operator may ask of the running daemon: by signal, or over the control
// socket.
#pragma once

#include "mailreeve/base/clock.hh"
#include "milter/admission.hh"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mailreeve::milter {

// What became of a reload.
struct Reload {
    bool done = false;            // otherwise the old configuration stays in force
    std::uint64_t generation = 0; // of the snapshot in force
    std::string text;             // the errors and warnings of the file; may be empty
    std::vector<std::string> needs_restart; // keys that changed and wait for one
};

enum class Phase { Starting, Serving, Draining };

// "starting", "serving", "draining"
std::string_view name(Phase phase);

struct Status {
    std::string version;
    int process = 0;
    Phase phase = Phase::Starting;
    WallTime started;
    std::chrono::seconds uptime{0};
    std::string listen;
    bool intake_shut = false; // descriptors are short, or draining
    std::uint64_t shortages = 0;
    std::uint64_t reloads = 0;
    std::uint64_t reloads_failed = 0;
    Admission::Count inside;
    Admission::Limits limits;
    std::size_t descriptors = 0;
    std::size_t descriptor_limit = 0;
    std::size_t resident_bytes = 0;
};

// Thread-safe; lives as long as the process.
class Operations {
public:
    virtual ~Operations() = default;

    virtual Status status() const = 0;

    // Reads the configuration and puts it in force, or says why not. One at a time; the
    // others wait.
    virtual Reload reload() = 0;

    // Begins to drain; the process ends when that is done. Does not wait.
    virtual void stop() = 0;
};

} // namespace mailreeve::milter
