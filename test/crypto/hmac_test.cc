#include "mailreeve/crypto/hmac.hh"

#include "test/crypto/hex.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace mailreeve::crypto {

using test::from_hex;
using test::hex;
using test::repeated;

TEST_SUITE("crypto")
{
    TEST_CASE("HMAC-SHA256 is that of RFC 4231")
    {
        struct Case {
            const char* name;
            std::string key;
            std::string message;
            const char* mac;
        };
        const Case cases[] = {
            {"4.2", repeated("0b", 20), "4869205468657265",
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
            {"4.3", "4a656665",
             "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
            {"4.4", repeated("aa", 20), repeated("dd", 50),
             "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
            {"4.5", "0102030405060708090a0b0c0d0e0f10111213141516171819",
             repeated("cd", 50),
             "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
            {"4.7", repeated("aa", 131),
             hex(bytes_of("Test Using Larger Than Block-Size Key - Hash Key First")),
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
            {"4.8", repeated("aa", 131),
             hex(bytes_of("This is a test using a larger than block-size key and a "
                          "larger than block-size data. The key needs to be hashed "
                          "before being used by the HMAC algorithm.")),
             "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const Hmac hmac{from_hex(c.key)};
            CHECK(hex(hmac.mac(from_hex(c.message))) == c.mac);
            CHECK(hex(hmac.mac(from_hex(c.message))) == c.mac); // the state is as new
        }
    }

    TEST_CASE("HKDF-SHA256 is that of RFC 5869")
    {
        struct Case {
            const char* name;
            std::string salt;
            std::string info;
            const char* derived;
        };
        const Case cases[] = {
            {"A.1", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
             "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208"
             "d5b887185865"},
            {"A.3, without salt", "", "",
             "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395"
             "faa4b61a96c8"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(hex(hkdf(from_hex(repeated("0b", 22)), from_hex(c.salt),
                           from_hex(c.info), 42)) == c.derived);
        }
    }

    TEST_CASE("a derived key is that of its secret and purpose alone")
    {
        const auto secret = Secret::from(from_hex(repeated("5a", 32)));
        const auto other = Secret::from(from_hex(repeated("5b", 32)));
        REQUIRE(secret);
        REQUIRE(other);
        const auto text = [](const Secret& s) { return hex(s.bytes()); };
        CHECK(text(derive(*secret, "stamp")) == text(derive(*secret, "stamp")));
        CHECK(text(derive(*secret, "stamp")) != text(derive(*secret, "batv")));
        CHECK(text(derive(*secret, "stamp")) != text(derive(*other, "stamp")));
        CHECK(text(derive(*secret, "stamp")) != text(*secret));
    }

    TEST_CASE("many threads share one keyed HMAC")
    {
        const Hmac hmac{from_hex("4a656665")};
        std::atomic<int> wrong{0};
        std::vector<std::jthread> threads;
        for (int n = 0; n < 4; ++n)
            threads.emplace_back(
                [&, text = std::string(1, static_cast<char>('a' + n))] {
                    const auto expected = hmac.mac(bytes_of(text));
                    for (int round = 0; round < 2000; ++round)
                        wrong += equal(hmac.mac(bytes_of(text)), expected) ? 0 : 1;
                });
        threads.clear();
        CHECK(wrong == 0);
    }
}

} // namespace mailreeve::crypto
