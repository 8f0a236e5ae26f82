// Random bytes that nobody can guess, from the kernel.
#pragma once

#include "mailreeve/base/api.hh"

#include <array>
#include <cstddef>
#include <span>

namespace mailreeve::crypto {

// Waits only while a machine that has just started gathers its first entropy.
// Thread-safe. Throws std::system_error.
MAILREEVE_API void fill_random(std::span<std::byte> bytes);

template <std::size_t Size>
std::array<std::byte, Size> random_bytes()
{
    std::array<std::byte, Size> bytes{};
    fill_random(bytes);
    return bytes;
}

} // namespace mailreeve::crypto
