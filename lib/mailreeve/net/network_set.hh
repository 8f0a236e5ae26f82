// Many networks, asked whether one of them holds an address.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/network.hh"

#include <initializer_list>
#include <set>
#include <vector>

namespace mailreeve::net {

// Asking costs one search for each prefix length in use, whatever the number of
// networks.
class MAILREEVE_API NetworkSet {
public:
    NetworkSet() = default;
    NetworkSet(std::initializer_list<Network> networks);
    explicit NetworkSet(const std::vector<Network>& networks);

    void insert(const Network& network);

    bool contains(const IpAddress& address) const { return find(address) != nullptr; }

    // The longest network that holds the address; nullptr when none does. It lives as
    // long as the set stays unchanged.
    const Network* find(const IpAddress& address) const;

    bool empty() const { return networks_.empty(); }
    std::size_t size() const { return networks_.size(); }
    const std::set<Network>& networks() const { return networks_; }

    bool operator==(const NetworkSet& other) const
    {
        return networks_ == other.networks_;
    }

private:
    std::set<Network> networks_;
    std::set<unsigned, std::greater<>> v4_bits_;
    std::set<unsigned, std::greater<>> v6_bits_;
};

} // namespace mailreeve::net
