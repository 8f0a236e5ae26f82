// HMAC-SHA256 (RFC 2104) and keys made from keys (HKDF, RFC 5869).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/secret.hh"

#include <array>
#include <memory>
#include <string_view>

struct evp_mac_ctx_st; // of libcrypto

namespace mailreeve::crypto {

// Thread-safe: the keyed state is made once and copied for each MAC.
class MAILREEVE_API Hmac {
public:
    using Mac = std::array<std::byte, 32>;

    explicit Hmac(const Secret& key) : Hmac{key.bytes()} {}

    // With a key of any length but 0. Throws std::runtime_error when libcrypto has no
    // HMAC-SHA256.
    explicit Hmac(ByteView key);

    // Throws std::runtime_error when there is no memory.
    Mac mac(ByteView message) const;

private:
    struct Free {
        void operator()(evp_mac_ctx_st* context) const noexcept;
    };

    std::unique_ptr<evp_mac_ctx_st, Free> keyed_;
};

// HKDF-SHA256: `size` bytes, at most 255 * 32. Throws std::runtime_error.
MAILREEVE_API Bytes hkdf(ByteView key, ByteView salt, ByteView info, std::size_t size);

// The key for one purpose alone, without salt: keys for two purposes tell nothing of
// each other or of the secret.
MAILREEVE_API Secret derive(const Secret& secret, std::string_view purpose);

} // namespace mailreeve::crypto
