// The stream of BinHex 4.0 (RFC 1741): six bits a character, then runs of equal bytes.
// Inside this room only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::mime {

// Whether it may stand in the stream: one of its 64 characters.
bool is_binhex(char c);

// The first `max_bytes` of what the characters stand for, the header in front. What is
// not of the alphabet is left out.
std::string binhex_bytes(std::string_view characters, std::size_t max_bytes);

struct BinHexHeader {
    std::string name;     // as it was told
    std::size_t size = 0; // of the data fork
    std::size_t data = 0; // where it begins
};

// Of the bytes at the front; all empty where they are cut short.
BinHexHeader binhex_header(std::string_view bytes);

inline constexpr std::size_t max_binhex_header = 1 + 255 + 1 + 4 + 4 + 2 + 4 + 4 + 2;

} // namespace mailreeve::mime
