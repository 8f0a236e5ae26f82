#include "mailreeve/net/network_set.hh"

namespace mailreeve::net {

NetworkSet::NetworkSet(std::initializer_list<Network> networks)
{
    for (const auto& network : networks)
        insert(network);
}

NetworkSet::NetworkSet(const std::vector<Network>& networks)
{
    for (const auto& network : networks)
        insert(network);
}

void NetworkSet::insert(const Network& network)
{
    networks_.insert(network);
    (network.address().is_v4() ? v4_bits_ : v6_bits_).insert(network.bits());
}

const Network* NetworkSet::find(const IpAddress& address) const
{
    for (const auto bits : address.is_v4() ? v4_bits_ : v6_bits_) {
        const auto found = networks_.find(Network::around(address, bits));
        if (found != networks_.end())
            return &*found;
    }
    return nullptr;
}

} // namespace mailreeve::net
