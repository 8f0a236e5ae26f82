// Numbers and marks in the bytes of a file; what is beyond its end is not there. Inside
// this room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mailreeve::attachment {

inline bool has_at(std::string_view bytes, std::size_t at, std::string_view mark)
{
    return at <= bytes.size() && bytes.substr(at, mark.size()) == mark;
}

inline std::optional<std::uint8_t> byte_at(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? std::optional{static_cast<std::uint8_t>(bytes[at])}
                             : std::nullopt;
}

// Of `size` bytes, at most four, the least first.
inline std::optional<std::uint32_t> little(std::string_view bytes, std::size_t at,
                                           std::size_t size)
{
    if (at > bytes.size() || bytes.size() - at < size)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

// The same, the greatest first.
inline std::optional<std::uint32_t> big(std::string_view bytes, std::size_t at,
                                        std::size_t size)
{
    if (at > bytes.size() || bytes.size() - at < size)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

} // namespace mailreeve::attachment
