// SHA-256 (FIPS 180-4), for names of things; what must prove something takes hmac.hh.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/bytes.hh"

#include <array>

namespace mailreeve::crypto {

using Sha256 = std::array<std::byte, 32>;

// Thread-safe. Throws std::runtime_error when libcrypto fails.
MAILREEVE_API Sha256 sha256(ByteView bytes);

} // namespace mailreeve::crypto
