// The letters of a text for a search: whatever its form, in ASCII. Inside this room
// only.
#pragma once

#include <string>
#include <string_view>

namespace mailreeve::attachment {

// UTF-16 as one byte a character, without marks, without NULs (browsers skip them),
// with lower-case ASCII letters; what is beyond ASCII is of no use in it.
std::string plain_text(std::string_view head);

// Whether it is UTF-16, by its mark or by its every other byte.
bool is_utf16(std::string_view head);

} // namespace mailreeve::attachment
