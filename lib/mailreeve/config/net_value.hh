// Addresses and networks as values of a configuration.
#pragma once

#include "mailreeve/config/reader.hh"
#include "mailreeve/net/network_set.hh"

namespace mailreeve::config {

template <>
struct MAILREEVE_API Value<net::IpAddress> {
    static std::optional<net::IpAddress> parse(std::string_view text);
    static std::string print(const net::IpAddress& value) { return value.text(); }
    static std::string_view kind()
    {
        return "an address such as 192.0.2.7 or 2001:db8::7";
    }
};

template <>
struct MAILREEVE_API Value<net::Network> {
    static std::optional<net::Network> parse(std::string_view text);
    static std::string print(const net::Network& value) { return value.text(); }
    static std::string_view kind()
    {
        return "a network such as 192.0.2.0/24 or 2001:db8::/32";
    }
    static std::string problem(std::string_view text);
};

// A list of networks; shown in the order of their addresses.
template <>
struct MAILREEVE_API Reader<net::NetworkSet> {
    static void read(const Node& node, net::NetworkSet& out, Diagnostics& diagnostics);
    static Node show(const net::NetworkSet& value);
    static std::string kind();
};

} // namespace mailreeve::config
