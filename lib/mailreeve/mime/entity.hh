// A message or a part of one (RFC 2045 2.4): what it says of itself, and where in the
// message it stands.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mime/parameter.hh"
#include "mailreeve/mime/span.hh"

#include <string>
#include <vector>

namespace mailreeve::mime {

// A value. Its spans refer to the message that it was parsed from. `header`, the empty
// line behind it if there is one, and `content` follow each other without a gap.
struct Entity {
    Span header;  // field lines with their line ends, and what is skipped among them
    Span content; // raw, without the line end that belongs to a boundary line behind it
    std::vector<mail::HeaderField> fields;

    std::string type; // lower case. What applies by RFC 2045 5.2 where it is absent or
                      // broken: "text/plain"; in a digest "message/rfc822"
    ParameterList type_parameters;
    std::string encoding;    // lower case; "7bit" where absent
    std::string charset;     // lower case; empty where absent
    std::string report_type; // lower case; empty where absent
    std::string disposition; // "attachment", "inline", other words, or empty
    ParameterList disposition_parameters;

    // Of multipart/*. Preamble, the parts with the boundary lines before them, end
    // boundary and epilogue are its content, in this order and without a gap. Without
    // any boundary line all of it is preamble.
    std::string boundary; // empty: none is told, or the type is another
    Span preamble;
    Span epilogue;
    bool closed = false; // the end boundary was there

    // Of multipart/* the parts; of message/rfc822, message/global and their like, if
    // not encoded, the one message inside, which takes all of the content.
    std::vector<Entity> parts;

    bool is_multipart() const;
    bool is_message() const; // whatever its encoding

    // All of it: header, empty line, content.
    Span whole() const { return {header.begin, content.end}; }

    bool operator==(const Entity&) const = default;
};

} // namespace mailreeve::mime
