#include "mailreeve/crypto/aead.hh"

#include "mailreeve/base/c_ptr.hh"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <climits>
#include <span>
#include <stdexcept>
#include <string>

namespace mailreeve::crypto {

namespace {

using Context = CPtr<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

enum class Way : int { Open = 0, Seal = 1 };

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

int size_of(ByteView bytes)
{
    assert(bytes.size() <= INT_MAX);
    return static_cast<int>(bytes.size());
}

Context begin(const EVP_CIPHER* cipher, const Secret& key, const Aead::Nonce& nonce,
              Way way)
{
    Context context{EVP_CIPHER_CTX_new()};
    need(context != nullptr, "making a cipher");
    need(EVP_CipherInit_ex2(context.get(), cipher, octets(key.bytes()), octets(nonce),
                            static_cast<int>(way), nullptr) == 1,
         "keying AES-256-GCM");
    return context;
}

// `out` has room for all of it; nullptr: they are associated bytes.
void add(EVP_CIPHER_CTX* context, ByteView bytes, unsigned char* out)
{
    int done = 0;
    if (!bytes.empty())
        need(EVP_CipherUpdate(context, out, &done, octets(bytes), size_of(bytes)) == 1,
             "AES-256-GCM");
}

} // namespace

void Aead::Free::operator()(evp_cipher_st* cipher) const noexcept
{
    EVP_CIPHER_free(cipher);
}

Aead::Aead(Secret key)
    : key_{std::move(key)}, cipher_{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)}
{
    need(cipher_ != nullptr, "fetching AES-256-GCM");
}

Bytes Aead::seal(const Nonce& nonce, ByteView associated, ByteView plain) const
{
    const auto context = begin(cipher_.get(), key_, nonce, Way::Seal);
    Bytes sealed(plain.size() + tag_size);
    add(context.get(), associated, nullptr);
    add(context.get(), plain, room_in(sealed));
    const auto tag = std::span{sealed}.last(tag_size);
    int left = 0;
    need(EVP_CipherFinal_ex(context.get(), room_in(tag), &left) == 1 && left == 0 &&
             EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size,
                                 tag.data()) == 1,
         "AES-256-GCM");
    return sealed;
}

std::optional<Bytes> Aead::open(const Nonce& nonce, ByteView associated,
                                ByteView sealed) const
{
    if (sealed.size() < tag_size)
        return std::nullopt;
    const auto context = begin(cipher_.get(), key_, nonce, Way::Open);
    std::array<std::byte, tag_size> tag{};
    std::ranges::copy(sealed.last(tag_size), tag.begin());
    need(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size,
                             tag.data()) == 1,
         "AES-256-GCM");
    const auto text = sealed.first(sealed.size() - tag_size);
    Bytes plain(text.size());
    add(context.get(), associated, nullptr);
    add(context.get(), text, room_in(plain));
    std::array<unsigned char, tag_size> none{};
    int left = 0;
    if (EVP_CipherFinal_ex(context.get(), none.data(), &left) != 1) {
        wipe(plain);
        return std::nullopt;
    }
    return plain;
}

} // namespace mailreeve::crypto
