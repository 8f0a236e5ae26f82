#include "mailreeve/bounce/stamp.hh"

#include "test/support/keys.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

using std::chrono::seconds;
using test::at;

namespace {

constexpr auto now = at(1793000000);
constexpr seconds lifetime{1209600};
// NOLINTNEXTLINE(cert-err58-cpp): short texts
const Bound some{"alice@example.net", "bob@example.net", "1@example.net"};
constexpr std::string_view nonce_digits = "aebagbafaydqqcik"; // 1, 2, ... 10
constexpr std::string_view mac_digits = "AAAAAAAAAAAAAAAAAAAAAA";

Nonce sample_nonce()
{
    return *nonce_from(nonce_digits);
}

std::string value()
{
    return "v=1; k=1a2b3c4d; t=1793000000; n=" + std::string{nonce_digits} +
           "; m=" + std::string{mac_digits};
}

std::string with(std::string_view part, std::string_view instead)
{
    auto text = value();
    return text.replace(text.find(part), part.size(), instead);
}

std::string told(const Bound& bound, const KeyRing& ring, WallTime when = now)
{
    const auto stamp = make_stamp(test::key("1a2b3c4d"), now, sample_nonce(), some);
    return std::string{name(verify(stamp, bound, ring, when, lifetime))};
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a stamp is text of an exact form")
    {
        const auto key = test::key("1a2b3c4d");
        const auto stamp =
            make_stamp(key, now + std::chrono::milliseconds{900}, sample_nonce(), some);
        // As Python's hmac makes it, with HKDF written out after RFC 5869 2.
        CHECK(stamp.text() == "v=1; k=1a2b3c4d; t=1793000000; n=aebagbafaydqqcik; "
                              "m=fQABmKKjY-ruGyE2PM_HYw");
        CHECK(Stamp::parse(stamp.text())->text() == stamp.text());
    }

    TEST_CASE("white space may stand around tags and values")
    {
        const char* const others[] = {
            "v=1;k=1a2b3c4d;t=1793000000;n=aebagbafaydqqcik;m=AAAAAAAAAAAAAAAAAAAAAA",
            " v=1; k=1a2b3c4d; t=1793000000;\r\n\tn=aebagbafaydqqcik;\n "
            "m=AAAAAAAAAAAAAAAAAAAAAA\r\n",
            "v = 1 ; k =1a2b3c4d ; t= 1793000000; n=aebagbafaydqqcik; m="
            "\r\n AAAAAAAAAAAAAAAAAAAAAA ",
        };
        for (const auto* text : others) {
            CAPTURE(std::string{text});
            const auto stamp = Stamp::parse(text);
            REQUIRE(stamp);
            CHECK(stamp->text() == value());
        }
    }

    TEST_CASE("what is no stamp to the letter is none")
    {
        const std::string cases[] = {
            "",
            ";",
            "v=1",
            value() + ";",
            value() + "; ",
            value() + "; x=1",
            value() + " x",
            "x=1; " + value(),
            "v=1; " + value(),
            with("v=1; ", ""),
            with("k=1a2b3c4d; ", ""),
            with("t=1793000000; ", ""),
            with("; m=", ", m="),
            with("; m=" + std::string{mac_digits}, ""),
            with("t=", "T="),
            with("v=1", "v=2"),
            with("v=1", "v=01"),
            with("v=1", "v=1 1"),
            with("v=1;", "v=1;;"),
            with("v=1", "vv=1"),
            with("v=1", "v==1"),
            with("v=1", "v 1"),
            with("k=1a2b3c4d; t=1793000000", "t=1793000000; k=1a2b3c4d"),
            with("1a2b3c4d", "1A2B3C4D"),
            with("1a2b3c4d", "1a2b3c4"),
            with("1a2b3c4d", "1a2b3c4d0"),
            with("1a2b3c4d", "1a2b 3c4d"),
            with("1a2b3c4d", "1a2b3c4g"),
            with("1793000000", "01793000000"),
            with("1793000000", "+1793000000"),
            with("1793000000", "-1793000000"),
            with("1793000000", ""),
            with("1793000000", "1099511627777"), // 2^40 and one
            with("1793000000", "99999999999999999999999"),
            with("1793000000", "1793000000.0"),
            with(nonce_digits, "AEBAGBAFAYDQQCIK"),
            with(nonce_digits, "aebagbafaydqqci"),
            with(nonce_digits, "aebagbafaydqqcika"),
            with(nonce_digits, "aebagbafaydqqci1"),
            with(mac_digits, "AAAAAAAAAAAAAAAAAAAAAB"), // bits that no byte takes
            with(mac_digits, "AAAAAAAAAAAAAAAAAAAAAA=="),
            with(mac_digits, "AAAAAAAAAAAAAAAAAAAAA"),
            with(mac_digits, "AAAAAAAAAAAAAAAAAAAAAAA"),
            with(mac_digits, "AAAAAAAAAAAAAAAAAAAAAAAA"),
            with(mac_digits, "AAAAAAAAAA AAAAAAAAAAAA"),
            with(mac_digits, "AAAAAAAAAA+AAAAAAAAAAA"),
            with(mac_digits, "\"AAAAAAAAAAAAAAAAAAAAAA\""),
            std::string(1000, ' ') + value(),
            with("v=1;", std::string_view{"v=1\0;", 5}),
        };
        REQUIRE(Stamp::parse(value()));
        for (const auto& text : cases) {
            CAPTURE(text);
            CHECK_FALSE(Stamp::parse(text));
        }
    }

    TEST_CASE("a stamp holds for its sender, author and message alone")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        struct Case {
            std::string name;
            Bound bound;
            std::string expected;
        };
        const Case cases[] = {
            {"the same", some, "good"},
            {"another sender",
             {"mallory@example.net", some.from, some.message_id},
             "forged"},
            {"no sender", {"", some.from, some.message_id}, "forged"},
            {"another author",
             {some.sender, "eve@example.net", some.message_id},
             "forged"},
            {"no author", {some.sender, "", some.message_id}, "forged"},
            {"another message", {some.sender, some.from, "2@example.net"}, "forged"},
            {"no message", {some.sender, some.from, ""}, "forged"},
            {"sender and author swapped",
             {some.from, some.sender, some.message_id},
             "forged"},
            {"author and message swapped",
             {some.sender, some.message_id, some.from},
             "forged"},
            {"a letter moved",
             {some.sender + "b", "ob@example.net", some.message_id},
             "forged"},
            {"all in one",
             {some.sender + some.from + some.message_id, "", ""},
             "forged"},
            {"an id longer by one zero byte",
             {some.sender, some.from, some.message_id + '\0'},
             "forged"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(told(c.bound, ring) == c.expected);
        }
    }

    TEST_CASE("a stamp holds for the key that made it alone")
    {
        CHECK(told(some, test::ring({{"1a2b3c4d", at(0)}})) == "good");
        CHECK(told(some, test::ring({{"2a2b3c4d", at(0)}})) == "unknown-key");
        CHECK(told(some, test::ring({})) == "unknown-key");
        auto impostor = test::stored_key("2a2b3c4d", at(0)); // our id, another secret
        impostor.id = "1a2b3c4d";
        std::vector<Key> keys;
        keys.emplace_back(impostor);
        CHECK(told(some, KeyRing{std::move(keys)}) == "forged");
    }

    TEST_CASE(
        "a stamp verifies after its key has stopped signing, and before it begins")
    {
        CHECK(told(some, test::ring({{"1a2b3c4d", at(1)}, {"2a2b3c4d", at(2)}})) ==
              "good");
        CHECK(told(some, test::ring({{"1a2b3c4d", now + seconds{3600}}})) == "good");
    }

    TEST_CASE("a stamp holds for its lifetime, counted in whole seconds")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        struct Case {
            std::string name;
            WallTime when;
            std::string expected;
        };
        const Case cases[] = {
            {"at once", now, "good"},
            {"one second before its end", now + lifetime - seconds{1}, "good"},
            {"at its end", now + lifetime, "good"},
            {"within its last second", now + lifetime + std::chrono::milliseconds{999},
             "good"},
            {"one second after", now + lifetime + seconds{1}, "expired"},
            {"long after", now + std::chrono::hours{24 * 3650}, "expired"},
            {"a clock behind by an hour", now - seconds{3600}, "good"},
            {"and one second", now - seconds{3601}, "from-future"},
            {"a clock at its beginning", at(0), "from-future"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(told(some, ring, c.when) == c.expected);
        }
    }

    TEST_CASE("the age of a forged stamp is not told")
    {
        const auto ring = test::ring({{"1a2b3c4d", at(0)}});
        const Bound other{"mallory@example.net", "", ""};
        CHECK(told(other, ring, now + lifetime + seconds{1}) == "forged");
        CHECK(told(other, ring, at(0)) == "forged");
    }
}

} // namespace mailreeve::bounce
