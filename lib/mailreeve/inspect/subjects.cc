#include "mailreeve/inspect/subjects.hh"

#include <algorithm>

namespace mailreeve::inspect {

std::string_view name(Origin origin)
{
    switch (origin) {
    case Origin::Inbound:
        return "inbound";
    case Origin::Outbound:
        return "outbound";
    case Origin::Relay:
        break;
    }
    return "relay";
}

Origin origin(const Client& client, const Local& local)
{
    const auto& daemons = local.outbound_daemons;
    if (!client.daemon_name.empty() &&
        std::ranges::find(daemons, client.daemon_name) != daemons.end())
        return Origin::Outbound;
    if (client.address && local.relays.contains(*client.address))
        return Origin::Relay;
    const bool ours = client.address && local.networks.contains(*client.address);
    return ours ? Origin::Outbound : Origin::Inbound;
}

Origin origin(const Client& client, const Submission& submission, const Local& local)
{
    if (submission.by_hand || !submission.authenticated.empty())
        return Origin::Outbound;
    return origin(client, local);
}

bool is_role(const mail::Address& recipient, const Local& local)
{
    return mail::is_postmaster_or_abuse(recipient) &&
           (!recipient.domain() || local.has(*recipient.domain()));
}

} // namespace mailreeve::inspect
