// Writing bytes in the transfer encodings of MIME (RFC 2045 6.7, 6.8). Inside this room
// only.
#pragma once

#include <string>
#include <string_view>

namespace mailreeve::attachment {

// Without line ends.
std::string base64(std::string_view bytes);

// In lines of 76 characters, each of which, the last too, ends by `line_end`.
std::string base64_lines(std::string_view bytes, std::string_view line_end);

// In lines of at most 76 characters. A line end of `text` becomes one of the message
// where it is `line_end`, which is "\n" or "\r\n"; every other becomes an escape. No
// line looks like a boundary line, ends a message, or begins with "From ".
std::string quoted_printable(std::string_view text, std::string_view line_end);

// The same of bytes that are no lines of ASCII (UTF-16): every line end is an escape.
std::string quoted_printable_bytes(std::string_view bytes, std::string_view line_end);

} // namespace mailreeve::attachment
