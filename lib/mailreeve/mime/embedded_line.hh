// The lines of files that stand in a text. Inside this room only.
#pragma once

#include "mailreeve/mime/embedded.hh"

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// How long the white space and the quote marks ("> ") are that a line begins with.
std::size_t quote_size(std::string_view line);

// Without `mark`, if the line begins with it; else as it is.
std::string_view without_quote(std::string_view line, std::string_view mark);

bool is_base64(char c); // of the alphabet, or padding

// Whether the first character of the line, its length and its characters are those of
// uuencode. Spaces at its end may have been lost; a check sum may be there.
bool is_uuencoded(std::string_view line);

// What the header of a BinHex file calls it.
std::string binhex_name(const Embedded& file, std::string_view text);

} // namespace mailreeve::mime
