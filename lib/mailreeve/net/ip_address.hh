// An IPv4 or IPv6 address, as a value.
#pragma once

#include "mailreeve/base/api.hh"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mailreeve::net {

enum class Family { V4, V6 };

// An IPv4-mapped IPv6 address (::ffff:192.0.2.7) is the IPv4 address: an MTA that
// listens on [::] shows IPv4 clients that way, and lists must not be escaped by it.
class MAILREEVE_API IpAddress {
public:
    // 0.0.0.0
    IpAddress() = default;

    // 192.0.2.7, 2001:db8::1; nothing for anything else (no brackets, no zone, no
    // "IPv6:" tag, no shortened or octal IPv4).
    static std::optional<IpAddress> parse(std::string_view text);

    static IpAddress v4(std::array<std::uint8_t, 4> octets);
    static IpAddress v6(const std::array<std::uint8_t, 16>& octets);

    Family family() const { return family_; }
    bool is_v4() const { return family_ == Family::V4; }

    // 4 or 16 octets in network order; they live as long as the address.
    std::span<const std::uint8_t> octets() const
    {
        return {octets_.data(), is_v4() ? 4U : 16U};
    }

    // The text form of RFC 5952.
    std::string text() const;

    auto operator<=>(const IpAddress&) const = default;

private:
    Family family_ = Family::V4;
    std::array<std::uint8_t, 16> octets_{};
};

// 192.0.2.7 -> 7.2.0.192; 2001:db8::1 -> 1.0.0.[...].8.b.d.0.1.0.0.2: the labels under
// which PTR zones (RFC 1035 3.5, RFC 3596 2.5) and DNS lists (RFC 5782 2.1, 2.4) keep
// an address. No dot at the end.
MAILREEVE_API std::string reversed_labels(const IpAddress& address);

// Loopback, private (RFC 1918, 4193), shared (RFC 6598), link-local, unspecified,
// multicast, benchmarking (RFC 2544) and reserved: addresses that no public DNS can
// speak of. The documentation networks (RFC 5737, 3849) are not among them: tests and
// demonstrations live there.
MAILREEVE_API bool is_special(const IpAddress& address);

MAILREEVE_API bool is_loopback(const IpAddress& address);

} // namespace mailreeve::net
