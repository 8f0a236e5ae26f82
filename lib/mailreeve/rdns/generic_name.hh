// Whether a host's name looks like one that a provider made up for any customer.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/net/ip_address.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::rdns {

struct Generic {
    enum class Kind {
        AddressInName, // 192-0-2-7.isp.example, pc0000207.isp.example
        DynamicToken,  // dsl-1234.isp.example
    };

    Kind kind = Kind::AddressInName;
    std::string evidence; // the part of the name that says so, for people

    bool operator==(const Generic&) const = default;
};

// Nothing when the name does not look generic, or is no host name. Words count only
// left of the domain that somebody registered (cablevision.example is none), and a name
// that says what the host is for (mail-192-0-2-7.out.example,
// static-192-0-2-7.isp.example) is not generic.
MAILREEVE_API std::optional<Generic> generic(std::string_view name,
                                             const net::IpAddress& address);

} // namespace mailreeve::rdns
