#include "mailreeve/crypto/sha256.hh"

#include <stdexcept>

#include <openssl/evp.h>

namespace mailreeve::crypto {

Sha256 sha256(ByteView bytes)
{
    Sha256 digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(),
                     reinterpret_cast<unsigned char*>(digest.data()), &size) != 1 ||
        size != digest.size())
        throw std::runtime_error{"libcrypto has no SHA-256"};
    return digest;
}

} // namespace mailreeve::crypto
