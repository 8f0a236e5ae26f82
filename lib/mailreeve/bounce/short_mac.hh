// HMAC-SHA256 cut to 128 bits (RFC 2104 5): short enough for a header, and nobody can
// guess it.
#pragma once

#include "mailreeve/crypto/hmac.hh"
#include "mailreeve/crypto/text.hh"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace mailreeve::bounce {

using ShortMac = std::array<std::byte, 16>; // compared by crypto::equal alone

inline ShortMac shortened(const crypto::Hmac::Mac& whole)
{
    ShortMac mac{};
    std::ranges::copy_n(whole.begin(), mac.size(), mac.begin());
    return mac;
}

// 22 digits of base64url; nothing for any other text.
inline std::optional<ShortMac> short_mac_from(std::string_view text)
{
    constexpr auto size = std::tuple_size_v<ShortMac>;
    return crypto::exactly<size>(crypto::from_base64url(text, size));
}

} // namespace mailreeve::bounce
