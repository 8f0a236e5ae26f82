// The mode of a file as chmod(1) takes it. Inside this room only.
#pragma once

#include <string>

#include <sys/types.h>

namespace mailreeve::crypto {

// "0644"
inline std::string octal(mode_t mode)
{
    std::string digits;
    for (const auto shift : {9U, 6U, 3U, 0U})
        digits += static_cast<char>('0' + ((mode >> shift) & 7U));
    return digits;
}

} // namespace mailreeve::crypto
