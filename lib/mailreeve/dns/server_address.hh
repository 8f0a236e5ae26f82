// Where a name server listens.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::dns {

struct MAILREEVE_API ServerAddress {
    static constexpr std::uint16_t default_port = 53;

    net::IpAddress address;
    std::string scope; // interface of a link-local address, "eth0"; mostly empty
    std::uint16_t port = default_port;

    // 192.0.2.53, 127.0.0.1:5353, ::1, [::1]:53, fe80::1%eth0, [fe80::1%eth0]:5353;
    // nothing for anything else.
    static std::optional<ServerAddress> parse(std::string_view text);

    // In a form that parses, the port always with it: 192.0.2.53:53, [::1]:53.
    std::string text() const;

    bool operator==(const ServerAddress&) const = default;
};

} // namespace mailreeve::dns
