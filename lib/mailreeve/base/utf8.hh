// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::utf8 {

struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0; // bytes that it takes
};

constexpr bool is_ascii(std::string_view text)
{
    for (const char c : text)
        if ((static_cast<unsigned char>(c) & 0x80U) != 0)
            return false;
    return true;
}

// How many bytes a sequence has that begins with this one; 0 when none can.
constexpr std::size_t sequence_size(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// The code point at the front; nothing when the text is empty or does not begin with
// a whole, well-formed sequence.
constexpr std::optional<CodePoint> first(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    const auto lead = static_cast<unsigned char>(text.front());
    const auto size = sequence_size(lead);
    if (size == 0 || size > text.size())
        return std::nullopt;
    constexpr std::array<unsigned char, 5> lead_bits{0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t value = lead & lead_bits[size];
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) != 0x80)
            return std::nullopt;
        value = value << 6U | (byte & 0x3fU);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < least[size] || value > 0x10ffff || surrogate)
        return std::nullopt;
    return CodePoint{value, size};
}

constexpr bool is_valid(std::string_view text)
{
    while (!text.empty()) {
        const auto point = first(text);
        if (!point)
            return false;
        text.remove_prefix(point->size);
    }
    return true;
}

// `value` is a Unicode scalar value.
inline void append(std::string& text, char32_t value)
{
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | (value >> shift & 0x3fU));
    };
    if (value < 0x80) {
        text += static_cast<char>(value);
    } else if (value < 0x800) {
        text += static_cast<char>(0xc0U | value >> 6U);
        tail(0);
    } else if (value < 0x10000) {
        text += static_cast<char>(0xe0U | value >> 12U);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0U | value >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

// The text with U+FFFD in the place of every byte that is part of no well-formed
// sequence.
inline std::string repaired(std::string_view text)
{
    std::string valid;
    while (!text.empty()) {
        const auto point = first(text);
        if (point)
            valid += text.substr(0, point->size);
        else
            append(valid, 0xfffd);
        text.remove_prefix(point ? point->size : 1);
    }
    return valid;
}

} // namespace mailreeve::utf8
