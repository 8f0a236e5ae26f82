// Names of header fields by which a block of them is known.
#pragma once

#include <string_view>

namespace mailreeve::bounce {

namespace field {

// What a field's name tells of the block that it stands in.
enum Meaning : unsigned {
    Nothing = 0,
    From = 1U << 0U,
    To = 1U << 1U,
    Subject = 1U << 2U,
    Date = 1U << 3U,
    MessageId = 1U << 4U,
    Trace = 1U << 5U,  // Received, Return-Path: what hosts on the way write
    Mail = 1U << 6U,   // seen in the header of a message and in few other texts
    Status = 1U << 7U, // of a status (RFC 3464, 8098, 5965), or of something else
    TellingStatus = 1U << 8U, // of a status, and of nothing else
};

} // namespace field

// All of field::Meaning that apply, joined by |.
unsigned meaning_of(std::string_view name);

} // namespace mailreeve::bounce
