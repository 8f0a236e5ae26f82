#include "mailreeve/inspect/settings.hh"

#include "mailreeve/config/field.hh"
#include "mailreeve/config/mail_value.hh"
#include "mailreeve/config/net_value.hh"

#include <algorithm>

namespace mailreeve::inspect {

bool Local::has(const mail::Domain& domain) const
{
    return std::ranges::find(domains, domain) != domains.end();
}

net::NetworkSet Local::hosts_own()
{
    return {net::Network::parse("127.0.0.0/8").value(),
            net::Network::parse("::1").value()};
}

config::Fields<Local> Local::fields()
{
    static constexpr std::array keys{
        config::field<&Local::domains>("domains",
                                       "The domains whose mail this host takes in."),
        config::field<&Local::networks>(
            "networks",
            "Clients in these networks hand in outbound mail: their reverse DNS "
            "and blocklists are not asked for."),
        config::field<&Local::outbound_daemons>(
            "outbound_daemons",
            "So do clients of the MTA's services of these names: in Postfix\n"
            ".Ql milter_macro_daemon_name ,\nin Sendmail\n.Ql Name="
            "\nof DAEMON_OPTIONS."),
        config::field<&Local::relays>(
            "relays",
            "Backup MX and forwarders: what comes through them is inbound mail, but "
            "the client is not judged for it."),
    };
    return keys;
}

} // namespace mailreeve::inspect
