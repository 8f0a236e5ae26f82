// The class that Exchange gives a message, out of its own format (MS-OXTNEF).
#pragma once

#include "mailreeve/bounce/reading.hh"

#include <string_view>

namespace mailreeve::bounce {

inline constexpr std::size_t tnef_front =
    1'024; // the class is among the first attributes

// Mdn for a receipt, Bounce for a report of non-delivery, else None. `front`: at least
// the first bytes of the decoded part.
Class class_of_tnef(std::string_view front);

} // namespace mailreeve::bounce
