// What all sessions of the process share.
#pragma once

#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/bounce/stamper.hh"
#include "mailreeve/log/log.hh"
#include "mailreeve/log/rate.hh"
#include "mailreeve/quarantine/quarantine.hh"
#include "milter/admission.hh"
#include "milter/in_flight.hh"
#include "milter/negotiation.hh"
#include "milter/poison.hh"
#include "milter/session_metrics.hh"
#include "snapshot/snapshot.hh"

#include <filesystem>
#include <memory>

namespace mailreeve::milter {

// References that must outlive every session; each thread-safe.
struct Gate {
    // What there is to be agreed on with an MTA.
    Wants wants() const;

    const Guarded<std::shared_ptr<const snapshot::Snapshot>>& current; // in force
    const Clock& clock;
    log::Log& log;
    log::Rate& rate; // of what is said once a minute
    SessionMetrics& metrics;
    Admission& admission;
    Poison& poison;
    const bounce::Stamper& stamper;
    quarantine::Quarantine* quarantine = nullptr; // none: the MTA holds what is held
    attachment::Unpacker* unpacker = nullptr;     // none: archives stay closed
    InFlight* in_flight = nullptr;                // none: no message is noted
    std::filesystem::path scratch = "/";          // for files without a name
};

} // namespace mailreeve::milter
