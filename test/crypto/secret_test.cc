#include "mailreeve/crypto/secret.hh"

#include "mailreeve/crypto/random.hh"
#include "test/crypto/hex.hh"

#include <doctest/doctest.h>

#include <concepts>
#include <memory>

namespace mailreeve::crypto {

using test::hex;
using test::repeated;

static_assert(!std::copy_constructible<Secret>);
static_assert(!std::equality_comparable<Secret>);

TEST_SUITE("crypto")
{
    TEST_CASE("a secret has 32 bytes, no more and no fewer")
    {
        CHECK(Secret::from(Bytes(32)));
        CHECK_FALSE(Secret::from(Bytes(31)));
        CHECK_FALSE(Secret::from(Bytes(33)));
        CHECK_FALSE(Secret::from({}));
    }

    TEST_CASE("two new secrets differ")
    {
        CHECK(hex(Secret::make().bytes()) != hex(Secret::make().bytes()));
    }

    TEST_CASE("a secret that was moved away leaves nothing behind")
    {
        auto secret = Secret::from(test::from_hex(repeated("a7", 32)));
        REQUIRE(secret);
        const Secret moved{std::move(*secret)};
        CHECK(hex(moved.bytes()) == repeated("a7", 32));
        CHECK(hex(secret->bytes()) == repeated("00", 32)); // NOLINT: looks on purpose
    }

    TEST_CASE("bytes are equal only when all are")
    {
        const auto bytes = test::from_hex("00112233");
        CHECK(equal(bytes, test::from_hex("00112233")));
        CHECK_FALSE(equal(bytes, test::from_hex("01112233")));
        CHECK_FALSE(equal(bytes, test::from_hex("00112232")));
        CHECK_FALSE(equal(bytes, test::from_hex("001122")));
        CHECK(equal({}, {}));
    }

    TEST_CASE("random bytes fill all of the room")
    {
        Bytes many(100000);
        fill_random(many);
        const auto zeros = std::ranges::count(many, std::byte{0});
        CHECK(zeros < 1000); // some 390 are expected
        CHECK(random_bytes<10>() != random_bytes<10>());
    }
}

} // namespace mailreeve::crypto
