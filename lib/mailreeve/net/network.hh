// A network: an address and how many of its bits count.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::net {

class MAILREEVE_API Network {
public:
    // 192.0.2.0/24, 192.0.2.0/255.255.255.0, 2001:db8::/32, or an address alone.
    // Nothing for anything else: bits set outside the prefix and masks with holes are
    // mistakes that an administrator must hear of, see problem().
    static std::optional<Network> parse(std::string_view text);

    // Why parse() gave nothing, in words that end an error message.
    static std::string problem(std::string_view text);

    // The network of `bits` leading bits (at most 32 or 128) around an address.
    static Network around(const IpAddress& address, unsigned bits);

    const IpAddress& address() const { return address_; }
    unsigned bits() const { return bits_; }

    bool contains(const IpAddress& address) const;

    // 192.0.2.0/24; an address alone when all bits count.
    std::string text() const;

    auto operator<=>(const Network&) const = default;

private:
    Network(IpAddress address, unsigned bits) : address_{address}, bits_{bits} {}

    IpAddress address_;
    unsigned bits_ = 0;
};

} // namespace mailreeve::net
