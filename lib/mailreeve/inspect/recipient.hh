// Whom a message is for: the address that is meant, and the one that was written.
#pragma once

#include "mailreeve/mail/address.hh"

namespace mailreeve::inspect {

// They differ where the written one carries a tag of ours (BATV): a bounce to it.
struct Recipient {
    mail::Address address;
    mail::Address written;

    bool is_tagged() const { return !(address == written); }

    bool operator==(const Recipient&) const = default;
};

} // namespace mailreeve::inspect
