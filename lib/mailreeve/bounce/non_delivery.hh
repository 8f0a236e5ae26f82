// Whether a message is a notice of non-delivery in a form of its own.
#pragma once

#include "mailreeve/bounce/classify.hh"

#include <optional>
#include <string_view>

namespace mailreeve::bounce {

// Somebody writes to somebody: an answer, a forward, what a list sends on. Such mail
// quotes bounces and is none. Never under the null sender, to which nobody answers.
bool is_conversation(const HeaderSigns& header);

// For what has no delivery status part. `report_type` as for classify().
std::optional<Verdict> as_bounce(const HeaderSigns& header,
                                 std::string_view report_type, const BodySigns& body);

} // namespace mailreeve::bounce
