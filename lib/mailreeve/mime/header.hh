// The fields of a header block (RFC 5322 2.2), read as tolerantly as mail clients do.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mime/limits.hh"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

// What a line is where fields are looked for.
enum class HeaderLine {
    Field,
    Folded,   // goes on with what the line before began
    Envelope, // "From " or ">From " as the first line, which mailbox files leave behind
    Empty,
    Other, // no line of a header: what follows is content, as Postfix has it
};

// `line` is without its line end. A name may hold any byte but controls, space and
// colon, and may have white space behind it (RFC 5322 4.5).
MAILREEVE_API HeaderLine header_line(std::string_view line, bool first);

// The fields of a header that is known to be one; a line that is no field goes on with
// the field before it.
MAILREEVE_API std::vector<mail::HeaderField> fields_in(std::string_view header,
                                                       std::size_t max_fields);

// The fields at the front of `block`, up to an empty line, a line that is no field, or
// a bound of `limits` (fields, header_bytes). Values are raw: with the space after the
// colon and the line ends inside, without the last one.
MAILREEVE_API std::vector<mail::HeaderField> fields_of(std::string_view block,
                                                       const Limits& limits = {});

} // namespace mailreeve::mime
