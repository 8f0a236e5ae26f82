// Where a command writes, and with which status it ends.
#pragma once

#include <iosfwd>

namespace mailreeve::ctl {

// The statuses of sysexits(3) that mailreevectl has.
enum class Exit : int {
    Ok = 0,
    Usage = 64,
    BadInput = 65,     // a file is damaged
    NoInput = 66,      // a file cannot be read
    Unavailable = 69,  // no daemon answers
    Software = 70,     // a fault of ours
    CannotCreate = 73, // it is there already, or the disk does not take it
    InputOutput = 74,  // the output is gone
    Failed = 75,       // the daemon could not do it
    NotAllowed = 77,
    Configuration = 78, // an error in what the administrator has set up
};

// References that outlive the command. Whatever comes from mail, the DNS or a file is
// escaped before it is written to either.
struct Console {
    std::ostream& out; // what was asked for
    std::ostream& err; // what went wrong
    bool json = false; // for programs
};

} // namespace mailreeve::ctl
