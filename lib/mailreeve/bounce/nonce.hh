// What makes one stamped message different from every other.
#pragma once

#include "mailreeve/crypto/random.hh"
#include "mailreeve/crypto/text.hh"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

using Nonce = std::array<std::byte, 10>; // 80 bits: no two alike in any ledger

// Thread-safe. Throws std::system_error.
inline Nonce make_nonce()
{
    return crypto::random_bytes<std::tuple_size_v<Nonce>>();
}

// 16 digits of base32, and back.
inline std::string nonce_text(const Nonce& nonce)
{
    return crypto::base32(nonce);
}

inline std::optional<Nonce> nonce_from(std::string_view text)
{
    constexpr auto size = std::tuple_size_v<Nonce>;
    return crypto::exactly<size>(crypto::from_base32(text, size));
}

} // namespace mailreeve::bounce
