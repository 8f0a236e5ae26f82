// Addresses and networks written down in tests: what does not parse ends the test.
#pragma once

#include "mailreeve/net/network.hh"

#include <string_view>

namespace mailreeve::test {

inline net::IpAddress ip(std::string_view text)
{
    return net::IpAddress::parse(text).value();
}

inline net::Network network(std::string_view text)
{
    return net::Network::parse(text).value();
}

} // namespace mailreeve::test
