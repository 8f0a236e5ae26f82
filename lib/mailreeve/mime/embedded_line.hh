// The lines of files that stand in a text. Inside this room only.
#pragma once

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/embedded.hh"

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// How long the white space and the quote marks ("> ", "| ") are that a line begins
// with.
inline std::size_t quote_size(std::string_view line)
{
    std::size_t size = 0;
    while (size < line.size() && (line[size] == '>' || line[size] == '|' ||
                                  line[size] == ' ' || line[size] == '\t'))
        ++size;
    return size;
}

// A line of a file that began behind `mark`, without it; where that is no line of
// uuencode or base64, without any marks that it begins with: who quotes others marks
// their lines in more ways than one.
std::string_view without_quote(Embedding how, std::string_view line,
                               std::string_view mark);

// Of the alphabet, or padding.
inline bool is_base64(char c)
{
    return ascii::is_alnum(c) || c == '+' || c == '/' || c == '=';
}

// Whether the first character of the line, its length and its characters are those of
// uuencode. Spaces at its end may have been lost; a check sum may be there.
bool is_uuencoded(std::string_view line);

// What the header of a BinHex file calls it.
std::string binhex_name(const Embedded& file, std::string_view text);

} // namespace mailreeve::mime
