// What a fuzz target promises of every input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailreeve::test {

inline void hold(bool promise)
{
    if (!promise)
        __builtin_trap();
}

inline std::string_view input(const std::uint8_t* bytes, std::size_t size)
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
    return {reinterpret_cast<const char*>(bytes), size};
}

} // namespace mailreeve::test
