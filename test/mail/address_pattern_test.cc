#include "mailreeve/mail/address_pattern.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

using test::address;
using test::address_pattern;

TEST_SUITE("mail")
{
    TEST_CASE("a pattern matches what its form says")
    {
        struct Case {
            const char* pattern;
            const char* address;
            bool matches;
        };
        const Case cases[] = {
            {"user@example.net", "<user@example.net>", true},
            {"user@example.net", "USER@EXAMPLE.NET", true},
            {"user@example.net", "user@a.example.net", false},
            {"user@example.net", "other@example.net", false},
            {"\"a b\"@example.net", "\"A b\"@example.net", true},
            {"example.net", "any@example.net", true},
            {"@example.net", "any@example.net", true},
            {"example.net", "any@a.example.net", false},
            {"example.net", "example.net", false}, // a bare local part
            {".example.net", "any@a.example.net", true},
            {"@.example.net", "any@a.b.example.net", true},
            {".example.net", "any@example.net", false},
            {"user@", "User@anywhere.example", true},
            {"user@", "user", true},
            {"user@", "user@[192.0.2.7]", true},
            {"user@", "user2@anywhere.example", false},
            {"b\xc3\xbc"
             "cher.example",
             "a@xn--bcher-kva.example", true},
            {"user@example.net", "<>", false},
            {"example.net", "<>", false},
            {"user@", "<>", false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.pattern);
            CAPTURE(c.address);
            const auto pattern = address_pattern(c.pattern);
            CHECK(pattern.matches(address(c.address)) == c.matches);
            CHECK(AddressSet{pattern}.contains(address(c.address)) == c.matches);
            CHECK(AddressPattern::parse(pattern.text()) == pattern);
        }
    }

    TEST_CASE("what is no pattern is not parsed")
    {
        for (const char* text :
             {"", "@", "<>", "<user@example.net>", "user@.example.net",
              "a b@example.net", "*@example.net.*", "user@[192.0.2.7]", "a..b",
              "user@example..net", "\"\"@example.net", "@x.example:a@b.example"}) {
            CAPTURE(text);
            CHECK_FALSE(AddressPattern::parse(text).has_value());
        }
    }

    TEST_CASE("an address that is not well formed matches nothing")
    {
        const auto broken = Address::tolerant("<user@@>");
        CHECK_FALSE(address_pattern("user@").matches(broken));
        CHECK_FALSE(AddressSet{address_pattern("user@")}.contains(broken));
    }

    TEST_CASE("a set names the narrowest pattern that matches")
    {
        const AddressSet set{address_pattern("user@example.net"),
                             address_pattern("@example.net"),
                             address_pattern(".example.net"), address_pattern("user@")};
        CHECK(set.size() == 4);
        const auto found = [&](const char* text) {
            const auto* pattern = set.find(address(text));
            return pattern == nullptr ? std::string{} : pattern->text();
        };
        CHECK(found("User@example.net") == "user@example.net");
        CHECK(found("other@example.net") == "example.net");
        CHECK(found("user@a.example.net") == ".example.net");
        CHECK(found("user@example.org") == "user@");
        CHECK(found("other@example.org").empty());
        CHECK(found("<>").empty());
        CHECK(AddressSet{}.empty());
    }
}

} // namespace mailreeve::mail
