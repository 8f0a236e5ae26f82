// Encryption that shows every change: AES-256-GCM (NIST SP 800-38D).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/secret.hh"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

struct evp_cipher_st; // of libcrypto

namespace mailreeve::crypto {

// Thread-safe. A nonce must never serve twice under one key: whoever seals under a key
// of its own for each file can count.
class MAILREEVE_API Aead {
public:
    using Nonce = std::array<std::byte, 12>;
    static constexpr std::size_t tag_size = 16;

    // Throws std::runtime_error when libcrypto has no AES-256-GCM.
    explicit Aead(Secret key);

    // The encrypted bytes, as many as `plain`, and the tag behind them. `associated` is
    // not in it, but must be the same again to open it. Throws std::runtime_error when
    // there is no memory.
    Bytes seal(const Nonce& nonce, ByteView associated, ByteView plain) const;

    // What was sealed; nothing when nonce, associated bytes, text, tag or key are not
    // those of then: no part of it is shown. Throws as seal().
    std::optional<Bytes> open(const Nonce& nonce, ByteView associated,
                              ByteView sealed) const;

private:
    struct Free {
        void operator()(evp_cipher_st* cipher) const noexcept;
    };

    Secret key_;
    std::unique_ptr<evp_cipher_st, Free> cipher_;
};

} // namespace mailreeve::crypto
