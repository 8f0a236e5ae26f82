#include "mailreeve/net/network.hh"
#include "mailreeve/net/network_set.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::net {

using test::ip;
using test::network;

TEST_SUITE("net")
{
    TEST_CASE("a network is written with a prefix length or a mask")
    {
        struct Case {
            const char* given;
            const char* printed;
        };
        const Case cases[] = {
            {"192.0.2.0/24", "192.0.2.0/24"},
            {"192.0.2.0/255.255.255.0", "192.0.2.0/24"},
            {"192.0.2.7", "192.0.2.7"},
            {"2001:db8::/32", "2001:db8::/32"},
            {"::1", "::1"},
            {"0.0.0.0/0", "0.0.0.0/0"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            CHECK(network(c.given).text() == c.printed);
        }
    }

    TEST_CASE("a mistaken network is refused with the reason")
    {
        struct Case {
            const char* given;
            const char* problem;
        };
        const Case cases[] = {
            {"example.net", "not an IPv4 or IPv6 address"},
            {"192.0.2.0/33",
             "the part after the slash is neither a prefix length nor a mask"},
            {"192.0.2.0/",
             "the part after the slash is neither a prefix length nor a mask"},
            {"192.0.2.0/255.0.255.0",
             "the part after the slash is neither a prefix length nor a mask"},
            {"2001:db8::/255.255.0.0",
             "the part after the slash is neither a prefix length nor a mask"},
            {"192.0.2.7/24",
             "bits are set outside the prefix; the network is 192.0.2.0/24"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.given);
            CHECK_FALSE(Network::parse(c.given).has_value());
            CHECK(Network::problem(c.given) == c.problem);
        }
    }

    TEST_CASE("a network holds the addresses that share its prefix")
    {
        CHECK(network("192.0.2.0/25").contains(ip("192.0.2.127")));
        CHECK_FALSE(network("192.0.2.0/25").contains(ip("192.0.2.128")));
        CHECK(network("2001:db8::/33").contains(ip("2001:db8:7fff::1")));
        CHECK_FALSE(network("2001:db8::/33").contains(ip("2001:db8:8000::1")));
        CHECK_FALSE(network("0.0.0.0/0").contains(ip("2001:db8::1")));
        CHECK(network("192.0.2.0/24").contains(ip("::ffff:192.0.2.7")));
    }

    TEST_CASE("a set finds the longest network that holds an address")
    {
        const NetworkSet set{network("192.0.2.0/24"), network("192.0.2.7"),
                             network("2001:db8::/32")};
        REQUIRE(set.find(ip("192.0.2.7")) != nullptr);
        CHECK(set.find(ip("192.0.2.7"))->text() == "192.0.2.7");
        CHECK(set.find(ip("192.0.2.8"))->text() == "192.0.2.0/24");
        CHECK(set.contains(ip("2001:db8::9")));
        CHECK_FALSE(set.contains(ip("198.51.100.1")));
        CHECK_FALSE(NetworkSet{}.contains(ip("192.0.2.7")));
    }
}

} // namespace mailreeve::net
