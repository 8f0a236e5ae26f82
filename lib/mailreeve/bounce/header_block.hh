// Blocks of header fields that stand in a text, quoted or not.
#pragma once

#include "mailreeve/bounce/reading.hh"
#include "mailreeve/bounce/work.hh"
#include "mailreeve/mail/header_field.hh"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

// The value of the first field of that name, as it stands; nullptr: none.
const std::string* value_of(std::span<const mail::HeaderField> fields,
                            std::string_view name);

// The same for Message-ID, of those that look like one if there are several: a line of
// a folded field that lost its folding can look like a field.
const std::string* message_id_of(std::span<const mail::HeaderField> fields);

// How many of From, To, Subject and Date there are.
std::size_t main_fields(std::span<const mail::HeaderField> fields);

struct HeaderBlock {
    std::vector<mail::HeaderField> fields; // unquoted; folded by "\n"
    // Fields of a delivery status, a receipt or a feedback report (RFC 3464, 8098,
    // 5965). Else the header of a message: at least a Message-ID, Received or
    // Return-Path, or three of From, To, Subject and Date.
    bool is_status = false;
};

// The blocks in `text` that are a status or a message's header, as they stand there,
// not more than limits.recipients of the one and limits.blocks of the other. Bears what
// happens to headers on their way back: quoting, indentation, lost folding, an empty
// line in the middle. One pass; what it reads is taken from `work`.
std::vector<HeaderBlock> find_blocks(std::string_view text, Work& work,
                                     const ReadingLimits& limits);

// The first of them that is a message's header; nothing is read behind it.
std::optional<HeaderBlock> first_header(std::string_view text, Work& work,
                                        const ReadingLimits& limits);

} // namespace mailreeve::bounce
