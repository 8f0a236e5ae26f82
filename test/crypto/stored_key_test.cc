#include "mailreeve/crypto/stored_key.hh"

#include "test/crypto/hex.hh"

#include <doctest/doctest.h>

namespace mailreeve::crypto {

namespace {

constexpr std::string_view sample =
    "mailreeve-key 1\n"
    "id 1a2b3c4d\n"
    "created 1793000000\n"
    "signs-from 1793003600\n"
    "secret AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";

std::string with(std::string_view part, std::string_view instead)
{
    std::string text{sample};
    text.replace(text.find(part), part.size(), instead);
    return text;
}

} // namespace

TEST_SUITE("crypto")
{
    TEST_CASE("a key is read as it was written")
    {
        const auto parsed = parse_key(sample);
        const auto* key = std::get_if<StoredKey>(&parsed);
        REQUIRE(key != nullptr);
        CHECK(key->id == "1a2b3c4d");
        CHECK(key->created == WallTime{std::chrono::seconds{1793000000}});
        CHECK(key->signs_from == WallTime{std::chrono::seconds{1793003600}});
        CHECK(test::hex(key->secret.bytes()) ==
              "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        CHECK(write_key(*key) == sample);
    }

    TEST_CASE("a new key can be read again and is like no other")
    {
        const WallTime now{std::chrono::milliseconds{1793000000750}};
        const auto key = make_stored_key(now, now + std::chrono::hours{1});
        CHECK(is_key_id(key.id));
        CHECK(key.created == WallTime{std::chrono::seconds{1793000000}});
        const auto text = write_key(key);
        const auto parsed = parse_key(text);
        REQUIRE(std::holds_alternative<StoredKey>(parsed));
        CHECK(write_key(std::get<StoredKey>(parsed)) == text);
        CHECK(write_key(make_stored_key(now, now)) != text);
    }

    TEST_CASE("a text that is no key tells why")
    {
        const std::string_view secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        struct Case {
            const char* name;
            std::string text;
            KeyFault fault;
        };
        const Case cases[] = {
            {"nothing", "", KeyFault::Empty},
            {"another file", "-----BEGIN PRIVATE KEY-----\n", KeyFault::NotOurs},
            {"half a first line", "mailreeve-key 1", KeyFault::NotOurs},
            {"a later version", with("key 1", "key 2"), KeyFault::Version},
            {"a version that looks like ours", with("key 1", "key 01"),
             KeyFault::Version},
            {"cut in the middle", std::string{sample.substr(0, 60)}, KeyFault::Layout},
            {"no line end", std::string{sample.substr(0, sample.size() - 1)},
             KeyFault::Layout},
            {"a line too many", std::string{sample} + "\n", KeyFault::Layout},
            {"lines of Windows", with("4d\n", "4d\r\n"), KeyFault::Id},
            {"lines swapped", with("created", "signs-from"), KeyFault::Layout},
            {"an id in upper case", with("1a2b3c4d", "1A2B3C4D"), KeyFault::Id},
            {"an id with a slash", with("1a2b3c4d", "../../ab"), KeyFault::Id},
            {"an id with a zero byte", with("1a2b3c4d", std::string("1a2b3c4\0", 8)),
             KeyFault::Id},
            {"a short id", with("1a2b3c4d", "1a2b3c4"), KeyFault::Id},
            {"a negative time", with("1793000000", "-1"), KeyFault::Time},
            {"a time far away", with("1793003600", "9999999999999"), KeyFault::Time},
            {"padding", with(secret, std::string{secret} + "="), KeyFault::Encoding},
            {"ordinary base64", with("AAEC", "A+/C"), KeyFault::Encoding},
            {"31 bytes", with(secret, std::string(42, 'Q')), KeyFault::SecretSize},
            {"no secret", with(secret, ""), KeyFault::SecretSize},
            {"33 bytes", with(secret, std::string(44, 'Q')), KeyFault::SecretSize},
            {"a very long one", with(secret, std::string(3000, 'Q')),
             KeyFault::SecretSize},
            {"zeros", with(secret, std::string(43, 'A')), KeyFault::DefaultSecret},
            {"all bits", with(secret, std::string(42, '_') + "8"),
             KeyFault::DefaultSecret},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto parsed = parse_key(c.text);
            const auto* fault = std::get_if<KeyFault>(&parsed);
            REQUIRE(fault != nullptr);
            CHECK(words(*fault) == words(c.fault));
        }
    }
}

} // namespace mailreeve::crypto
