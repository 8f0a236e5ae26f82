#include "mailreeve/rdns/proven_name.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/rdns/host_name.hh"

namespace mailreeve::rdns {

std::optional<std::string> proven_name(const net::IpAddress& address,
                                       const ClientMacros& macros)
{
    // Of an address that no public DNS speaks of, /etc/hosts spoke.
    if (net::is_special(address))
        return std::nullopt;
    if (!macros.client_resolve.empty() && !ascii::equal(macros.client_resolve, "OK"))
        return std::nullopt;
    auto name = macros.client_name;
    if (name.ends_with('.'))
        name.remove_suffix(1);
    if (!is_host_name(name)) // "unknown" and "[192.0.2.7]" are none
        return std::nullopt;
    return ascii::lower(name);
}

} // namespace mailreeve::rdns
