#include "mailreeve/crypto/secret.hh"

#include "mailreeve/crypto/random.hh"

#include <openssl/crypto.h>

#include <algorithm>

namespace mailreeve::crypto {

void wipe(std::span<std::byte> bytes)
{
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

Secret Secret::make()
{
    Secret secret;
    fill_random(secret.bytes_);
    return secret;
}

std::optional<Secret> Secret::from(ByteView bytes)
{
    if (bytes.size() != size)
        return std::nullopt;
    Secret secret;
    std::ranges::copy(bytes, secret.bytes_.begin());
    return secret;
}

Secret::~Secret()
{
    wipe(bytes_);
}

Secret::Secret(Secret&& other) noexcept : bytes_{other.bytes_}
{
    wipe(other.bytes_);
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        bytes_ = other.bytes_;
        wipe(other.bytes_);
    }
    return *this;
}

} // namespace mailreeve::crypto
