// How words of ours are written in the charset of somebody else's text. Inside this
// room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

enum class WrittenForm : std::uint8_t {
    None,   // we cannot write in it (EBCDIC, what we do not know)
    Ascii,  // ASCII is itself in it; for other characters "?"
    Double, // likewise, and it may be the second byte of a character: GBK, Shift_JIS
    Latin,  // as Ascii; U+00A0 to U+00FF are one byte
    Utf8,   // all characters
    Shifts, // ASCII is itself in it until it shifts: ISO-2022
    Utf7,   // RFC 2152
    Utf16Be,
    Utf16Le,
    Utf32Be,
    Utf32Le,
};

// Of the charset that a text is said to be in, empty where nothing is said. `text` is
// how it begins: of UTF-16 and UTF-32 without an order of bytes in their name it shows
// which is meant. `eight_bits` tells whether the encoding lets bytes past ASCII be.
WrittenForm written_form(std::string_view charset, std::string_view text,
                         bool eight_bits);

// The bytes of a byte order mark at the front of the text.
std::size_t mark_size(WrittenForm form, std::string_view text);

// Bytes of what one ASCII character takes.
std::size_t unit_size(WrittenForm form);

// `utf8` in that form, which is not None.
std::string written(std::string_view utf8, WrittenForm form);

} // namespace mailreeve::attachment
