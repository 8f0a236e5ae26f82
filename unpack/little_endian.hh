// Numbers as ZIP, OLE and BIFF write them: least byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mailreeve::unpack {

// Nothing where `bytes` end before it does.
template <class T>
std::optional<T> number_at(std::string_view bytes, std::uint64_t at)
{
    if (at > bytes.size() || bytes.size() - at < sizeof(T))
        return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return static_cast<T>(value);
}

inline std::optional<std::uint16_t> u16_at(std::string_view bytes, std::uint64_t at)
{
    return number_at<std::uint16_t>(bytes, at);
}

inline std::optional<std::uint32_t> u32_at(std::string_view bytes, std::uint64_t at)
{
    return number_at<std::uint32_t>(bytes, at);
}

inline std::optional<std::uint64_t> u64_at(std::string_view bytes, std::uint64_t at)
{
    return number_at<std::uint64_t>(bytes, at);
}

// Nothing where it does not lie within `bytes` as a whole.
inline std::optional<std::string_view> slice(std::string_view bytes, std::uint64_t at,
                                             std::uint64_t size)
{
    if (at > bytes.size() || size > bytes.size() - at)
        return std::nullopt;
    return bytes.substr(at, size);
}

} // namespace mailreeve::unpack
