// Names of header fields by which a block of them is known.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailreeve::bounce {

// From, To, Subject, Date.
bool is_main_field(std::string_view name);

// Received, Return-Path: what hosts on the way write.
bool is_trace_field(std::string_view name);

// Seen in the header of a message, and in few texts that are none.
bool is_mail_field(std::string_view name);

// How much a field tells of a status (RFC 3464, 8098, 5965): 0 nothing, 1 something, 2
// all.
std::size_t status_weight(std::string_view name);

} // namespace mailreeve::bounce
