#include "mailreeve/config/net_value.hh"

namespace mailreeve::config {

std::optional<net::IpAddress> Value<net::IpAddress>::parse(std::string_view text)
{
    return net::IpAddress::parse(text);
}

std::optional<net::Network> Value<net::Network>::parse(std::string_view text)
{
    return net::Network::parse(text);
}

std::string Value<net::Network>::problem(std::string_view text)
{
    return net::Network::problem(text);
}

using Networks = std::vector<net::Network>;

void Reader<net::NetworkSet>::read(const Node& node, net::NetworkSet& out,
                                   Diagnostics& diagnostics)
{
    Networks networks;
    Reader<Networks>::read(node, networks, diagnostics, Anything{});
    out = net::NetworkSet{networks};
}

Node Reader<net::NetworkSet>::show(const net::NetworkSet& value)
{
    return Reader<Networks>::show({value.networks().begin(), value.networks().end()});
}

std::string Reader<net::NetworkSet>::kind()
{
    return Reader<Networks>::kind();
}

} // namespace mailreeve::config
