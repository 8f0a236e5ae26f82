// What a stamp is made for: who sent which message, in a form that the way of a message
// and its bounce does not change.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"

#include <string>
#include <string_view>

namespace mailreeve::bounce {

// Display names, comments and folding are not in it: they are rewritten in the field.
struct Bound {
    std::string sender; // normalised() envelope sender
    std::string from;   // normalised() first mailbox of From; empty when there is none
    std::string message_id; // without brackets, byte for byte; empty when there is none

    bool operator==(const Bound&) const = default;
};

// An address as text by which two are compared: every tag of BATV off (batv_tag.hh),
// ASCII letters of the local part in lower case, the domain in A-labels. Empty for the
// null sender. That text, parsed and normalised again, is the same. An address that is
// not well formed: its text in lower case.
MAILREEVE_API std::string normalised(const mail::Address& address);

// From the envelope sender and the raw values of the first From and Message-ID fields;
// an empty value stands for a field that is missing.
MAILREEVE_API Bound bound(const mail::Address& sender, std::string_view from,
                          std::string_view message_id);

} // namespace mailreeve::bounce
