#include "mailreeve/mail/domain.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

namespace mailreeve::mail {

using test::domain;
using test::domain_pattern;

TEST_SUITE("mail")
{
    TEST_CASE("a domain has one form only")
    {
        struct Case {
            const char* given;
            const char* text;
        };
        const Case cases[] = {
            {"example.net", "example.net"},
            {"EXAMPLE.Net.", "example.net"},
            {"localhost", "localhost"},
            {"_dmarc.example.net", "_dmarc.example.net"},
            {"host_1.example.net", "host_1.example.net"},
            {"192.0.2.7", "192.0.2.7"},
            {"b\xc3\xbc"
             "cher.example",
             "xn--bcher-kva.example"},
            {"B\xc3\x9c"
             "CHER.example",
             "xn--bcher-kva.example"},
            {"bu\xcc\x88"
             "cher.example",
             "xn--bcher-kva.example"}, // not composed
            {"XN--BCHER-KVA.example", "xn--bcher-kva.example"},
            {"stra\xc3\x9f"
             "e.example",
             "xn--strae-oqa.example"},
            {"\xe4\xbe\x8b\xe3\x80\x82\xe3\x83\x86",
             "xn--fsq.xn--ddk"}, // ideographic dot
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            const auto parsed = Domain::parse(c.given);
            REQUIRE(parsed.has_value());
            CHECK(parsed->text() == c.text);
            CHECK(Domain::parse(parsed->text()) == parsed);
        }
    }

    TEST_CASE("what is no domain is not parsed")
    {
        const std::string long_label(64, 'a');
        for (const std::string& text : std::initializer_list<std::string>{
                 "",
                 ".",
                 "..",
                 "a..b",
                 ".example.net",
                 "example.net..",
                 "a b.example",
                 "[192.0.2.7]",
                 "2001:db8::1",
                 "user@example.net",
                 "a/b.example",
                 "exam\nple.net",
                 std::string("a\0b.example", 11),
                 "\xff.example",
                 "b\xc3.example",
                 long_label + ".example",
                 "\xe2\x84\x80.example", // U+2100 maps to a/c
                 "\xef\xbc\xa0.example", // fullwidth @
                 std::string("\xc3\xbc\0.example", 11),
                 "(comment)",
                 "a,b"}) {
            CAPTURE(text);
            CHECK_FALSE(Domain::parse(text).has_value());
        }
    }

    TEST_CASE("names end at 253 characters")
    {
        std::string name;
        for (int i = 0; i < 126; ++i)
            name += "a.";
        CHECK(Domain::parse(name + "b").has_value()); // 253
        CHECK(Domain::parse(name + "b.").has_value());
        CHECK_FALSE(Domain::parse(name + "bc").has_value());
        CHECK_FALSE(Domain::parse(std::string(100'000, 'a')).has_value());
        CHECK(Domain::parse(std::string(63, 'a') + ".example").has_value());
    }

    TEST_CASE("a fully qualified name has two labels and no number last")
    {
        CHECK(domain("example.net").is_fqdn());
        CHECK(domain("mx1.example.net").is_fqdn());
        CHECK(domain("7.example").is_fqdn());
        CHECK_FALSE(domain("localhost").is_fqdn());
        CHECK_FALSE(domain("192.0.2.7").is_fqdn());
    }

    TEST_CASE("names below a domain are within it, names that only end alike are not")
    {
        CHECK(domain("example.net").is_within(domain("example.net")));
        CHECK(domain("a.b.example.net").is_within(domain("example.net")));
        CHECK_FALSE(domain("badexample.net").is_within(domain("example.net")));
        CHECK_FALSE(domain("net").is_within(domain("example.net")));
        CHECK_FALSE(domain("example.org").is_within(domain("example.net")));
    }

    TEST_CASE("the parent of a domain has one label less")
    {
        CHECK(domain("a.example.net").parent() == domain("example.net"));
        CHECK_FALSE(domain("net").parent().has_value());
    }

    TEST_CASE("a pattern with a dot in front covers the names below")
    {
        CHECK(domain_pattern(".example.net").matches(domain("a.b.example.net")));
        CHECK_FALSE(domain_pattern(".example.net").matches(domain("example.net")));
        CHECK_FALSE(domain_pattern(".example.net").matches(domain("badexample.net")));
        CHECK(domain_pattern("example.net").matches(domain("EXAMPLE.net")));
        CHECK_FALSE(domain_pattern("example.net").matches(domain("a.example.net")));
        CHECK(domain_pattern(".EXAMPLE.net").text() == ".example.net");
        for (const char* text : {"", ".", "..example.net", "*.example.net", "a@b"}) {
            CAPTURE(text);
            CHECK_FALSE(DomainPattern::parse(text).has_value());
        }
    }

    TEST_CASE("a set of domains tells which of its patterns covers a name")
    {
        const DomainSet set{domain_pattern("example.net"),
                            domain_pattern(".example.org"),
                            domain_pattern(".lists.example.org")};
        CHECK(set.size() == 3);
        CHECK(set.contains(domain("example.net")));
        CHECK_FALSE(set.contains(domain("a.example.net")));
        CHECK_FALSE(set.contains(domain("example.org")));
        REQUIRE(set.find(domain("a.example.org")) != nullptr);
        CHECK(set.find(domain("a.example.org"))->text() == ".example.org");
        REQUIRE(set.find(domain("a.lists.example.org")) != nullptr);
        CHECK(set.find(domain("a.lists.example.org"))->text() == ".lists.example.org");
        CHECK_FALSE(DomainSet{}.contains(domain("example.net")));
    }
}

} // namespace mailreeve::mail
