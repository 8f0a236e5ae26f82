#include "mailreeve/net/network.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <bit>
#include <charconv>

namespace mailreeve::net {

namespace {

unsigned width(const IpAddress& address)
{
    return address.is_v4() ? 32 : 128;
}

IpAddress masked(const IpAddress& address, unsigned bits)
{
    std::array<std::uint8_t, 16> octets{};
    const auto given = address.octets();
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto kept =
            std::clamp(static_cast<int>(bits) - static_cast<int>(8 * i), 0, 8);
        octets[i] = static_cast<std::uint8_t>(given[i] & (0xff00U >> kept));
    }
    return address.is_v4() ? IpAddress::v4({octets[0], octets[1], octets[2], octets[3]})
                           : IpAddress::v6(octets);
}

std::optional<unsigned> bits_of_mask(const IpAddress& mask)
{
    unsigned bits = 0;
    for (const auto octet : mask.octets())
        bits += static_cast<unsigned>(std::popcount(octet));
    const auto all_ones = mask.is_v4() ? IpAddress::v4({255, 255, 255, 255}) : mask;
    if (!mask.is_v4() || masked(all_ones, bits) != mask)
        return std::nullopt;
    return bits;
}

std::optional<unsigned> parse_bits(const IpAddress& address, std::string_view text)
{
    if (text.find('.') != std::string_view::npos) {
        const auto mask = IpAddress::parse(text);
        return mask && address.is_v4() ? bits_of_mask(*mask) : std::nullopt;
    }
    unsigned bits = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() > 3 ||
        bits > width(address))
        return std::nullopt;
    return bits;
}

} // namespace

std::optional<Network> Network::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    if (slash == std::string_view::npos)
        return Network{*address, width(*address)};

    const auto bits = parse_bits(*address, text.substr(slash + 1));
    if (!bits || masked(*address, *bits) != *address)
        return std::nullopt;
    return Network{*address, *bits};
}

std::string Network::problem(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address)
        return "not an IPv4 or IPv6 address";
    if (slash == std::string_view::npos)
        return {};
    const auto bits = parse_bits(*address, text.substr(slash + 1));
    if (!bits)
        return "the part after the slash is neither a prefix length nor a mask";
    const auto network = around(*address, *bits);
    return network.address() == *address
               ? std::string{}
               : "bits are set outside the prefix; the network is " + network.text();
}

Network Network::around(const IpAddress& address, unsigned bits)
{
    const auto counted = std::min(bits, width(address));
    return {masked(address, counted), counted};
}

bool Network::contains(const IpAddress& address) const
{
    return address.family() == address_.family() && masked(address, bits_) == address_;
}

std::string Network::text() const
{
    const auto text = address_.text();
    return bits_ == width(address_) ? text : text + '/' + std::to_string(bits_);
}

} // namespace mailreeve::net
