// Bytes that are no text, and the one way to compare those that are secret.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace mailreeve::crypto {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

// Takes as long for equal bytes as for others: MACs are compared by this and by nothing
// else. Of different sizes: false, at once.
MAILREEVE_API bool equal(ByteView a, ByteView b);

// The bytes of a text, which must outlive them.
inline ByteView bytes_of(std::string_view text)
{
    return std::as_bytes(std::span{text.data(), text.size()});
}

} // namespace mailreeve::crypto
