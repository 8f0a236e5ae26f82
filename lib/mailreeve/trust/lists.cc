#include "mailreeve/trust/lists.hh"

#include "mailreeve/config/field.hh"
#include "mailreeve/config/mail_value.hh"
#include "mailreeve/config/net_value.hh"

namespace mailreeve::trust {

namespace {

mail::AddressSet set_of(const std::vector<mail::AddressPattern>& patterns)
{
    mail::AddressSet set;
    for (const auto& pattern : patterns)
        set.insert(pattern);
    return set;
}

} // namespace

config::Fields<Allow> Allow::fields()
{
    static constexpr std::array keys{
        config::field<&Allow::networks>(
            "networks",
            "Clients in these networks pass all checks of clients, but for lists "
            "with\n.Ql override: never ."),
        config::field<&Allow::clients>(
            "clients",
            "So do clients whose confirmed name is one of these; a name that "
            "reverse DNS did not confirm is nobody's."),
        config::field<&Allow::senders>(
            "senders",
            "So does mail from these envelope senders.\nAnybody can write any "
            "sender: allow the client where you can."),
        config::field<&Allow::recipients>("recipients",
                                          "So does mail to these recipients."),
    };
    return keys;
}

config::Fields<Deny> Deny::fields()
{
    static constexpr std::array keys{
        config::field<&Deny::networks>(
            "networks", "Clients in these networks are refused with 550."),
        config::field<&Deny::clients>(
            "clients", "So are clients whose confirmed name is one of these."),
        config::field<&Deny::senders>("senders",
                                      "So is mail from these envelope senders."),
    };
    return keys;
}

Lists::Lists(const Allow& allow)
    : networks_{allow.networks}, clients_{allow.clients},
      senders_{set_of(allow.senders)}, recipients_{set_of(allow.recipients)}
{
}

Lists::Lists(const Deny& deny)
    : networks_{deny.networks}, clients_{deny.clients}, senders_{set_of(deny.senders)}
{
}

std::optional<Match> Lists::match(const Parties& parties) const
{
    if (parties.address != nullptr)
        if (const auto* network = networks_.find(*parties.address))
            return Match{What::Network, network->text()};
    if (parties.confirmed_name != nullptr)
        if (const auto* client = clients_.find(*parties.confirmed_name))
            return Match{What::Client, client->text()};
    if (parties.sender != nullptr)
        if (const auto* sender = senders_.find(*parties.sender))
            return Match{What::Sender, sender->text()};
    if (parties.recipient != nullptr)
        if (const auto* recipient = recipients_.find(*parties.recipient))
            return Match{What::Recipient, recipient->text()};
    return std::nullopt;
}

} // namespace mailreeve::trust
