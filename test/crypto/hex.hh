// Bytes as RFCs write them down.
#pragma once

#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/bytes.hh"

#include <string>
#include <string_view>

namespace mailreeve::test {

inline crypto::Bytes from_hex(std::string_view digits)
{
    crypto::Bytes bytes;
    for (std::size_t n = 0; n + 1 < digits.size(); n += 2)
        bytes.push_back(static_cast<std::byte>(16 * ascii::hex_value(digits[n]) +
                                               ascii::hex_value(digits[n + 1])));
    return bytes;
}

inline std::string hex(crypto::ByteView bytes)
{
    std::string digits;
    for (const auto byte : bytes) {
        digits += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4U)];
        digits += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xfU];
    }
    return digits;
}

inline std::string repeated(std::string_view digits, std::size_t count)
{
    std::string all;
    for (std::size_t n = 0; n < count; ++n)
        all += digits;
    return all;
}

} // namespace mailreeve::test
