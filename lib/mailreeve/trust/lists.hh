// The administrator's own lists: whom to let pass, whom to refuse.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/domain_set.hh"
#include "mailreeve/net/network_set.hh"
#include "mailreeve/trust/match.hh"

#include <optional>
#include <vector>

namespace mailreeve::trust {

// The `allow` section of mailreeve.yaml.
struct MAILREEVE_API Allow {
    net::NetworkSet networks;
    mail::DomainSet clients; // confirmed host names
    std::vector<mail::AddressPattern> senders;
    std::vector<mail::AddressPattern> recipients;

    static config::Fields<Allow> fields();
    bool operator==(const Allow&) const = default;
};

// The `deny` section.
struct MAILREEVE_API Deny {
    net::NetworkSet networks;
    mail::DomainSet clients;
    std::vector<mail::AddressPattern> senders;

    static config::Fields<Deny> fields();
    bool operator==(const Deny&) const = default;
};

// One of the two, ready to be asked. Immutable, so thread-safe.
class MAILREEVE_API Lists {
public:
    Lists() = default;
    explicit Lists(const Allow& allow);
    explicit Lists(const Deny& deny);

    // What is asked about; a null pointer is not known and matches nothing.
    struct Parties {
        const net::IpAddress* address = nullptr;
        const mail::Domain* confirmed_name = nullptr;
        const mail::Address* sender = nullptr;
        const mail::Address* recipient = nullptr;
    };

    // The first that matches: network, client, sender, recipient.
    std::optional<Match> match(const Parties& parties) const;

private:
    net::NetworkSet networks_;
    mail::DomainSet clients_;
    mail::AddressSet senders_;
    mail::AddressSet recipients_;
};

} // namespace mailreeve::trust
