#include "mailreeve/net/ip_address.hh"

#include "mailreeve/net/network_set.hh"

#include <algorithm>

#include <arpa/inet.h>

namespace mailreeve::net {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0,    0,
                                                     0, 0, 0, 0, 0xff, 0xff};

Network must(std::string_view text)
{
    return Network::parse(text).value();
}

// IANA special-purpose registries (RFC 6890 and updates).
const NetworkSet& special_networks()
{
    static const NetworkSet networks{
        must("0.0.0.0/8"),      must("10.0.0.0/8"),     must("100.64.0.0/10"),
        must("127.0.0.0/8"),    must("169.254.0.0/16"), must("172.16.0.0/12"),
        must("192.0.0.0/24"),   must("192.168.0.0/16"), must("198.18.0.0/15"),
        must("224.0.0.0/4"),    must("240.0.0.0/4"),    must("::/127"),
        must("64:ff9b:1::/48"), must("100::/64"),       must("fc00::/7"),
        must("fe80::/10"),      must("fec0::/10"),      must("ff00::/8")};
    return networks;
}

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::ranges::copy(text, buffer.begin());

    std::array<std::uint8_t, 4> four{};
    if (inet_pton(AF_INET, buffer.data(), four.data()) == 1)
        return v4(four);
    std::array<std::uint8_t, 16> sixteen{};
    if (inet_pton(AF_INET6, buffer.data(), sixteen.data()) == 1)
        return v6(sixteen);
    return std::nullopt;
}

IpAddress IpAddress::v4(std::array<std::uint8_t, 4> octets)
{
    IpAddress address;
    std::ranges::copy(octets, address.octets_.begin());
    return address;
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& octets)
{
    if (std::ranges::equal(std::span{octets}.first<12>(), mapped_prefix))
        return v4({octets[12], octets[13], octets[14], octets[15]});
    IpAddress address;
    address.family_ = Family::V6;
    address.octets_ = octets;
    return address;
}

std::string IpAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(is_v4() ? AF_INET : AF_INET6, octets_.data(), buffer.data(),
              buffer.size());
    return buffer.data();
}

std::string reversed_labels(const IpAddress& address)
{
    constexpr std::string_view hex = "0123456789abcdef";
    const auto octets = address.octets();
    std::string labels;
    for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) {
        if (!labels.empty())
            labels += '.';
        if (address.is_v4())
            labels += std::to_string(*octet);
        else
            labels += {hex[*octet & 15U], '.', hex[*octet >> 4U]};
    }
    return labels;
}

bool is_special(const IpAddress& address)
{
    return special_networks().contains(address);
}

bool is_loopback(const IpAddress& address)
{
    static const NetworkSet loopback{must("127.0.0.0/8"), must("::1/128")};
    return loopback.contains(address);
}

} // namespace mailreeve::net
