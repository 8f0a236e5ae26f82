#include "mailreeve/crypto/aead.hh"

#include "test/crypto/hex.hh"
#include "test/support/flip.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace mailreeve::crypto {

using test::from_hex;
using test::hex;
using test::repeated;

namespace {

Aead aead(const std::string& key)
{
    return Aead{*Secret::from(from_hex(key))};
}

Aead::Nonce nonce(const std::string& digits)
{
    Aead::Nonce bytes{};
    std::ranges::copy(from_hex(digits), bytes.begin());
    return bytes;
}

std::string text_of(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

TEST_SUITE("crypto")
{
    TEST_CASE("AES-256-GCM is that of its authors' test vectors")
    {
        struct Case {
            const char* name; // McGrew and Viega, "The Galois/Counter Mode", B
            std::string key;
            std::string nonce;
            std::string associated;
            std::string plain;
            std::string sealed;
        };
        const Case cases[] = {
            {"13", repeated("00", 32), repeated("00", 12), "", "",
             "530f8afbc74536b9a963b4f1c4cb738b"},
            {"14", repeated("00", 32), repeated("00", 12), "", repeated("00", 16),
             "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
            {"16", repeated("feffe9928665731c6d6a8f9467308308", 2),
             "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
             "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c959"
             "56809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
             "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e485"
             "90dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb"
             "2d551b"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto cipher = aead(c.key);
            const auto associated = from_hex(c.associated);
            const auto sealed =
                cipher.seal(nonce(c.nonce), associated, from_hex(c.plain));
            CHECK(hex(sealed) == c.sealed);
            CHECK(cipher.open(nonce(c.nonce), associated, sealed) == from_hex(c.plain));
        }
    }

    TEST_CASE("nothing is opened of which a single bit is not as it was sealed")
    {
        const auto cipher = aead(repeated("5a", 32));
        const auto used = nonce(repeated("01", 12));
        const std::string associated = "header";
        const auto sealed = text_of(
            cipher.seal(used, bytes_of(associated), bytes_of("twenty bytes of text")));
        for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit)
            CHECK_FALSE(cipher.open(used, bytes_of(associated),
                                    bytes_of(test::with_bit_flipped(sealed, bit))));
        for (std::size_t bit = 0; bit < 8 * associated.size(); ++bit)
            CHECK_FALSE(cipher.open(used,
                                    bytes_of(test::with_bit_flipped(associated, bit)),
                                    bytes_of(sealed)));
        for (std::size_t size = 0; size < sealed.size(); ++size)
            CHECK_FALSE(
                cipher.open(used, bytes_of(associated), bytes_of(sealed).first(size)));
        CHECK_FALSE(cipher.open(nonce(repeated("02", 12)), bytes_of(associated),
                                bytes_of(sealed)));
        CHECK_FALSE(aead(repeated("5b", 32))
                        .open(used, bytes_of(associated), bytes_of(sealed)));
        CHECK(cipher.open(used, bytes_of(associated), bytes_of(sealed)));
    }
}

} // namespace mailreeve::crypto
