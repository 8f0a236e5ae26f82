// What a forger changes who changes as little as can be.
#pragma once

#include <cstddef>
#include <string>

namespace mailreeve::test {

// `bit` counts through all of the text, from the lowest of its first byte.
inline std::string with_bit_flipped(std::string text, std::size_t bit)
{
    auto& c = text.at(bit / 8);
    c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << bit % 8));
    return text;
}

} // namespace mailreeve::test
