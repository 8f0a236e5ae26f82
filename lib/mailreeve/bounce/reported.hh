// Whether the recipients that a bounce tells of are those of the message that it is
// held against.
#pragma once

#include "mailreeve/bounce/trial.hh"

namespace mailreeve::bounce {

enum class Reported {
    Unknown, // it names none, the key is gone, or not all recipients are in the entry
    Among,   // one of them
    Others,  // it went to none of them: an alias or a forwarder stands between
};

Reported reported(const Trial& trial, const Entry& entry);

} // namespace mailreeve::bounce
