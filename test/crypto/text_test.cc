#include "mailreeve/crypto/text.hh"

#include "test/crypto/hex.hh"

#include <doctest/doctest.h>

namespace mailreeve::crypto {

using test::hex;

TEST_SUITE("crypto")
{
    TEST_CASE("base64url and base32 are those of RFC 4648 10, without padding")
    {
        struct Case {
            const char* text;
            const char* base64;
            const char* base32;
        };
        const Case cases[] = {
            {"", "", ""},
            {"f", "Zg", "my"},
            {"fo", "Zm8", "mzxq"},
            {"foo", "Zm9v", "mzxw6"},
            {"foob", "Zm9vYg", "mzxw6yq"},
            {"fooba", "Zm9vYmE", "mzxw6ytb"},
            {"foobar", "Zm9vYmFy", "mzxw6ytboi"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            const auto bytes = bytes_of(c.text);
            CHECK(base64url(bytes) == c.base64);
            CHECK(base32(bytes) == c.base32);
            REQUIRE(from_base64url(c.base64, 6));
            CHECK(equal(*from_base64url(c.base64, 6), bytes));
            REQUIRE(from_base32(c.base32, 6));
            CHECK(equal(*from_base32(c.base32, 6), bytes));
        }
        CHECK(base64url(test::from_hex("fbefff")) == "--__");
    }

    TEST_CASE("a value has one text in base64url")
    {
        const char* const others[] = {
            "Zg==",  "Zh",     "Z",    "Zm8=", "Zm9",  "Zm9vY",    "Zm9v ",
            " Zm9v", "Zm9v\n", "Zm+v", "Zm/v", "Zm.v", "Zm9v\x80",
        };
        for (const auto* text : others) {
            CAPTURE(text);
            CHECK_FALSE(from_base64url(text, 100));
        }
        CHECK_FALSE(from_base64url(std::string_view{"Zm9\0", 4}, 100));
    }

    TEST_CASE("a value has one text in base32")
    {
        const char* const others[] = {
            "MY",     "mz",     "m",   "my======", "mzx",   "mzxw6y",
            "mzxw61", "mzxw60", "m y", "my ",      "mzxw8",
        };
        for (const auto* text : others) {
            CAPTURE(text);
            CHECK_FALSE(from_base32(text, 100));
        }
    }

    TEST_CASE("no more bytes are read than there is room for")
    {
        CHECK(from_base64url("Zm9v", 3));
        CHECK_FALSE(from_base64url("Zm9vYg", 3));
        CHECK(from_base32("mzxw6", 3));
        CHECK_FALSE(from_base32("mzxw6yq", 3));
        CHECK_FALSE(from_base64url(std::string(1 << 20, 'A'), 16));
        CHECK(exactly<3>(from_base64url("Zm9v", 3)));
        CHECK_FALSE(exactly<4>(from_base64url("Zm9v", 4)));
    }

    TEST_CASE("all bytes go through both and come back")
    {
        Bytes all;
        for (int value = 0; value < 256; ++value) {
            all.push_back(static_cast<std::byte>(value));
            CAPTURE(value);
            CHECK(hex(*from_base64url(base64url(all), 256)) == hex(all));
            CHECK(hex(*from_base32(base32(all), 256)) == hex(all));
        }
    }

    TEST_CASE("a time has one text")
    {
        CHECK(unix_seconds(WallTime{std::chrono::milliseconds{1793000000999}}) ==
              "1793000000");
        CHECK(unix_seconds(WallTime{std::chrono::seconds{-5}}) == "0");
        CHECK(from_unix_seconds("1793000000") ==
              WallTime{std::chrono::seconds{1793000000}});
        CHECK(from_unix_seconds("0") == WallTime{});
        CHECK(from_unix_seconds("8589934592"));
        const char* const others[] = {
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1.0",
            "0x1",
            "1e3",
            "8589934593",
            "1099511627777",
            "99999999999999999999999",
            "١",
        };
        for (const auto* text : others) {
            CAPTURE(text);
            CHECK_FALSE(from_unix_seconds(text));
        }
    }
}

} // namespace mailreeve::crypto
