// A number of bytes.
#pragma once

#include <compare>
#include <cstdint>

namespace mailreeve::config {

struct Size {
    std::uint64_t bytes = 0;

    auto operator<=>(const Size&) const = default;
};

namespace literals {

constexpr Size operator""_KiB(unsigned long long count)
{
    return Size{count * 1024};
}
constexpr Size operator""_MiB(unsigned long long count)
{
    return Size{count * 1024 * 1024};
}
constexpr Size operator""_MB(unsigned long long count)
{
    return Size{count * 1'000'000};
}

} // namespace literals

} // namespace mailreeve::config
