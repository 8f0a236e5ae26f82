// What a daemon holds for others below its state: the messages that it keeps back, the
// key that they are encrypted with, and the notes of what is being read.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/log/log.hh"
#include "mailreeve/quarantine/directory_quarantine.hh"
#include "milter/in_flight.hh"

#include <filesystem>
#include <memory>
#include <string>

namespace mailreeve::milter {

// Thread-safe, but for look_after(): one thread.
class Custody {
public:
    // Finds or makes all of it. What is passed by reference must outlive it. Throws
    // StartRefused.
    Custody(const std::filesystem::path& state, const quarantine::Settings& settings,
            const Clock& clock, log::Log& log);

    quarantine::DirectoryQuarantine& quarantine() { return *quarantine_; }
    const quarantine::DirectoryQuarantine& quarantine() const { return *quarantine_; }
    InFlight& in_flight() { return *in_flight_; }

    // Bounds for what is kept from now on, and keys that others made. Never throws for
    // what disk or keys are like: the keys in force stay, and the log is told.
    void reload(const quarantine::Settings& settings);

    // Removes what has been kept for long enough.
    void look_after();

private:
    void tell(const std::string& what);

    std::filesystem::path state_;
    const Clock& clock_;
    log::Log& log_;
    quarantine::Keys keys_;
    std::unique_ptr<quarantine::DirectoryQuarantine> quarantine_;
    std::unique_ptr<InFlight> in_flight_;
};

} // namespace mailreeve::milter
