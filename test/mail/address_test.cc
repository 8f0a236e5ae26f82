#include "mailreeve/mail/address.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

using test::address;
using test::domain;

TEST_SUITE("mail")
{
    TEST_CASE("an address is read as MTAs write it")
    {
        struct Case {
            const char* given;
            const char* local;
            const char* domain; // "" for none
            const char* text;
        };
        const Case cases[] = {
            {"<a@example.net>", "a", "example.net", "a@example.net"},
            {"a@example.net", "a", "example.net", "a@example.net"},
            {" <a@example.net> ", "a", "example.net", "a@example.net"},
            {"<A.b+c=d@EXAMPLE.net.>", "A.b+c=d", "example.net", "A.b+c=d@example.net"},
            {"<@x.example,@y.example:a@example.net>", "a", "example.net",
             "a@example.net"},
            {"<\"a b\"@example.net>", "a b", "example.net", "\"a b\"@example.net"},
            {"<\"a\"@example.net>", "a", "example.net", "a@example.net"},
            {"<\"a@b\"@example.net>", "a@b", "example.net", "\"a@b\"@example.net"},
            {"<\"a\\\"b\\\\\"@example.net>", "a\"b\\", "example.net",
             "\"a\\\"b\\\\\"@example.net"},
            {"<\"<>\"@example.net>", "<>", "example.net", "\"<>\"@example.net"},
            {"<a.\"b c\".d@example.net>", "a.b c.d", "example.net",
             "\"a.b c.d\"@example.net"},
            {"<\"\"@example.net>", "", "example.net", "\"\"@example.net"},
            {"<a@b@example.net>", "a@b", "example.net", "\"a@b\"@example.net"},
            {"<a..b.@example.net>", "a..b.", "example.net", "a..b.@example.net"},
            {"<postmaster>", "postmaster", "", "postmaster"},
            {"postmaster", "postmaster", "", "postmaster"},
            {"<j\xc3\xbcrgen@b\xc3\xbc"
             "cher.example>",
             "j\xc3\xbcrgen", "xn--bcher-kva.example",
             "j\xc3\xbcrgen@xn--bcher-kva.example"},
            {"<prvs=0891a9abd5=a@example.net>", "prvs=0891a9abd5=a", "example.net",
             "prvs=0891a9abd5=a@example.net"},
            {"<a@[192.0.2.7]>", "a", "", "a@[192.0.2.7]"},
            {"<a@[IPv6:2001:db8::1]>", "a", "", "a@[IPv6:2001:db8::1]"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            const auto parsed = Address::parse(c.given);
            REQUIRE(parsed.has_value());
            CHECK(parsed->raw() == c.given);
            CHECK(parsed->local() == c.local);
            CHECK((parsed->domain() ? parsed->domain()->text() : "") == c.domain);
            CHECK(parsed->text() == c.text);
            CHECK_FALSE(parsed->is_null());
            CHECK(Address::parse(parsed->text()) == parsed);
        }
    }

    TEST_CASE("the null sender has two forms")
    {
        for (const char* text : {"<>", "", " ", "< >"}) {
            CAPTURE(text);
            const auto parsed = Address::parse(text);
            REQUIRE(parsed.has_value());
            CHECK(parsed->is_null());
            CHECK(parsed->raw() == text);
            CHECK(parsed->text().empty());
            CHECK(*parsed == Address{});
        }
        CHECK_FALSE(address("<\"\"@[192.0.2.7]>").is_null());
    }

    TEST_CASE("what is no address is not parsed, and kept whole where it must be")
    {
        for (const std::string& text : std::initializer_list<std::string>{
                 "<a@example.net",
                 "a@example.net>",
                 "<",
                 ">",
                 "<<a@example.net>>",
                 "a b@example.net",
                 "<@example.net>",
                 "a@",
                 "<a@>",
                 "a@b..c",
                 "\"a@example.net",
                 "\"\"",
                 "a\\",
                 "a@exam\nple.net",
                 "a\r@example.net",
                 std::string("a\0@example.net", 14),
                 "\xff@example.net",
                 "a@[]",
                 "a@[192.0.2.7",
                 "a@[x y]",
                 "\"a\nb\"@example.net",
                 std::string(257, 'a') + "@example.net",
                 "<@" + std::string(3000, 'a') + ":b@example.net>"}) {
            CAPTURE(text);
            CHECK_FALSE(Address::parse(text).has_value());
            const auto kept = Address::tolerant(text);
            CHECK(kept.raw() == text);
            CHECK_FALSE(kept.is_well_formed());
            CHECK_FALSE(kept.is_null());
            CHECK_FALSE(kept.domain().has_value());
        }
        CHECK(Address::tolerant("<a b@x>").text() == "a b@x");
        CHECK(Address::tolerant("<a@example.net>") == address("a@example.net"));
        CHECK(Address::tolerant("").is_null());
    }

    TEST_CASE("the text that came does not matter to equality, the local part does")
    {
        CHECK(address("<a@EXAMPLE.net>") == address("a@example.net."));
        CHECK(address("\"a\"@example.net") == address("a@example.net"));
        CHECK(address("a@b\xc3\xbc"
                      "cher.example") == address("a@xn--bcher-kva.example"));
        CHECK_FALSE(address("A@example.net") == address("a@example.net"));
        CHECK_FALSE(address("a@example.net") == address("a@example.org"));
        CHECK_FALSE(address("a") == address("a@example.org"));
        CHECK_FALSE(address("a@[192.0.2.7]") == address("a@[192.0.2.8]"));
        CHECK_FALSE(Address::tolerant("a b") == address("\"a b\""));
    }

    TEST_CASE("a mailbox is the same whatever its case")
    {
        CHECK(same_mailbox(address("A@example.net"), address("a@EXAMPLE.net")));
        CHECK_FALSE(same_mailbox(address("a+b@example.net"), address("a@example.net")));
        CHECK_FALSE(same_mailbox(address("a@example.net"), address("a@example.org")));
        CHECK_FALSE(same_mailbox(address("a@[192.0.2.7]"), address("a@[192.0.2.8]")));
        CHECK(same_mailbox(Address{}, address("<>")));
    }

    TEST_CASE("postmaster and abuse are known in any domain and case")
    {
        for (const char* text : {"postmaster", "<PostMaster@example.net>",
                                 "abuse@example.net", "\"abuse\"@example.net"}) {
            CAPTURE(text);
            CHECK(is_postmaster_or_abuse(address(text)));
        }
        for (const char* text : {"", "postmasters@example.net",
                                 "postmaster+x@a.example", "a@postmaster.example"}) {
            CAPTURE(text);
            CHECK_FALSE(is_postmaster_or_abuse(address(text)));
        }
    }
}

} // namespace mailreeve::mail
