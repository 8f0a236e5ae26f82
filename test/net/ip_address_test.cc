#include "mailreeve/net/ip_address.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::net {

using test::ip;

TEST_SUITE("net")
{
    TEST_CASE("an address is printed in its canonical form")
    {
        struct Case {
            const char* given;
            const char* printed;
        };
        const Case cases[] = {
            {"192.0.2.7", "192.0.2.7"},
            {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
            {"::ffff:192.0.2.7", "192.0.2.7"},
            {"::ffff:c000:0207", "192.0.2.7"},
            {"::", "::"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            CHECK(ip(c.given).text() == c.printed);
        }
    }

    TEST_CASE("what is not an address is not parsed")
    {
        for (const char* text :
             {"", "192.0.2", "192.0.2.256", "192.0.2.7 ", "[192.0.2.7]", "0x7f.1",
              "fe80::1%eth0", "IPv6:2001:db8::1", "example.net",
              "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111"}) {
            CAPTURE(text);
            CHECK_FALSE(IpAddress::parse(text).has_value());
        }
        CHECK_FALSE(IpAddress::parse(std::string_view{"192.0.2.7\0", 10}).has_value());
    }

    TEST_CASE("the labels of an address are reversed")
    {
        CHECK(reversed_labels(ip("192.0.2.7")) == "7.2.0.192");
        CHECK(reversed_labels(ip("::ffff:192.0.2.7")) == "7.2.0.192");
        CHECK(reversed_labels(ip("2001:db8::1")) ==
              "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2");
        CHECK(reversed_labels(ip("::2")) ==
              "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0");
    }

    TEST_CASE("addresses that no public DNS can speak of are special")
    {
        for (const char* text :
             {"10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1",
              "169.254.1.1", "0.0.0.0", "224.0.0.1", "::1", "::", "fe80::1", "fd00::1",
              "::ffff:10.0.0.1", "198.18.0.1"}) {
            CAPTURE(text);
            CHECK(is_special(ip(text)));
        }
        for (const char* text :
             {"192.0.2.7", "198.51.100.1", "203.0.113.1", "2001:db8::1", "172.32.0.1",
              "100.128.0.1", "8.8.8.8", "2a00::1"}) {
            CAPTURE(text);
            CHECK_FALSE(is_special(ip(text)));
        }
    }

    TEST_CASE("loopback is told from other special addresses")
    {
        CHECK(is_loopback(ip("127.8.9.1")));
        CHECK(is_loopback(ip("::1")));
        CHECK_FALSE(is_loopback(ip("10.0.0.1")));
    }
}

} // namespace mailreeve::net
