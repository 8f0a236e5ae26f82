#include "mailreeve/crypto/hmac.hh"

#include "mailreeve/base/c_ptr.hh"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <cassert>
#include <stdexcept>
#include <string>

namespace mailreeve::crypto {

namespace {

void need(bool done, const char* what)
{
    if (!done)
        throw std::runtime_error{std::string{"libcrypto: "} + what + " failed"};
}

const unsigned char* octets(ByteView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* room_in(std::span<std::byte> bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

// Parameters are declared without const and only read.
OSSL_PARAM text_parameter(const char* key, const char* text)
{
    return OSSL_PARAM_construct_utf8_string(key, const_cast<char*>(text), 0);
}

OSSL_PARAM octet_parameter(const char* key, ByteView bytes)
{
    return OSSL_PARAM_construct_octet_string(key, const_cast<std::byte*>(bytes.data()),
                                             bytes.size());
}

} // namespace

void Hmac::Free::operator()(evp_mac_ctx_st* context) const noexcept
{
    EVP_MAC_CTX_free(context);
}

Hmac::Hmac(ByteView key)
{
    assert(!key.empty());
    const CPtr<EVP_MAC, EVP_MAC_free> algorithm{
        EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    need(algorithm != nullptr, "fetching HMAC");
    keyed_.reset(EVP_MAC_CTX_new(algorithm.get()));
    need(keyed_ != nullptr, "making a MAC");
    const OSSL_PARAM parameters[] = {text_parameter(OSSL_MAC_PARAM_DIGEST, "SHA256"),
                                     OSSL_PARAM_construct_end()};
    need(EVP_MAC_init(keyed_.get(), octets(key), key.size(), parameters) == 1,
         "keying HMAC-SHA256");
}

Hmac::Mac Hmac::mac(ByteView message) const
{
    const std::unique_ptr<evp_mac_ctx_st, Free> context{EVP_MAC_CTX_dup(keyed_.get())};
    need(context != nullptr, "copying a MAC");
    need(EVP_MAC_update(context.get(), octets(message), message.size()) == 1,
         "HMAC-SHA256");
    Mac mac{};
    std::size_t size = 0;
    need(EVP_MAC_final(context.get(), room_in(mac), &size, mac.size()) == 1 &&
             size == mac.size(),
         "HMAC-SHA256");
    return mac;
}

Bytes hkdf(ByteView key, ByteView salt, ByteView info, std::size_t size)
{
    const CPtr<EVP_KDF, EVP_KDF_free> algorithm{
        EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    need(algorithm != nullptr, "fetching HKDF");
    const CPtr<EVP_KDF_CTX, EVP_KDF_CTX_free> context{EVP_KDF_CTX_new(algorithm.get())};
    need(context != nullptr, "making an HKDF");
    const OSSL_PARAM parameters[] = {
        text_parameter(OSSL_KDF_PARAM_DIGEST, "SHA256"),
        octet_parameter(OSSL_KDF_PARAM_KEY, key),
        octet_parameter(OSSL_KDF_PARAM_INFO, info),
        // libcrypto 3.0 takes no empty salt; without one it is as RFC 5869 2.2 says
        salt.empty() ? OSSL_PARAM_construct_end()
                     : octet_parameter(OSSL_KDF_PARAM_SALT, salt),
        OSSL_PARAM_construct_end(),
    };
    Bytes derived(size);
    need(EVP_KDF_derive(context.get(), room_in(derived), size, parameters) == 1,
         "HKDF");
    return derived;
}

Secret derive(const Secret& secret, std::string_view purpose)
{
    auto bytes = hkdf(secret.bytes(), {}, bytes_of(purpose), Secret::size);
    auto derived = Secret::from(bytes);
    wipe(bytes);
    assert(derived);
    return std::move(*derived);
}

} // namespace mailreeve::crypto
