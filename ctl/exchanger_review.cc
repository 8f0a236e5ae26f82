#include "ctl/exchanger_review.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/c_ptr.hh"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

namespace mailreeve::ctl {

namespace {

std::optional<net::IpAddress> address_of(const sockaddr* found)
{
    if (found == nullptr)
        return std::nullopt;
    if (found->sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, found, sizeof in);
        std::array<std::uint8_t, 4> octets{};
        std::memcpy(octets.data(), &in.sin_addr, octets.size());
        return net::IpAddress::v4(octets);
    }
    if (found->sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, found, sizeof in);
        std::array<std::uint8_t, 16> octets{};
        std::memcpy(octets.data(), &in.sin6_addr, octets.size());
        return net::IpAddress::v6(octets);
    }
    return std::nullopt;
}

net::NetworkSet own_addresses()
{
    net::NetworkSet set;
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0)
        return set;
    const CPtr<ifaddrs, ::freeifaddrs> all{first};
    for (const auto* at = first; at != nullptr; at = at->ifa_next)
        if (const auto address = address_of(at->ifa_addr))
            set.insert(net::Network::around(*address, address->is_v4() ? 32 : 128));
    return set;
}

std::string system_name()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

// One host that takes mail for a domain, with the questions for its addresses.
struct Exchanger {
    std::string name;
    Future<dns::AddressAnswer> v4;
    Future<dns::AddressAnswer> v6;
};

Exchanger exchanger(const dns::Resolver& resolver, const std::string& name)
{
    return {name, resolver.addresses(name, net::Family::V4),
            resolver.addresses(name, net::Family::V6)};
}

enum class Place { Here, Elsewhere, Unknown };

struct Found {
    Place place = Place::Unknown;
    std::string words; // name and addresses
};

Found find(const Exchanger& host, const Here& here, Deadline deadline)
{
    if (!here.hostname.empty() && ascii::equal(host.name, here.hostname))
        return {Place::Here, host.name};
    Found found{Place::Unknown, host.name};
    for (const auto* future : {&host.v4, &host.v6}) {
        const auto* answer = future->wait_until(deadline);
        if (answer == nullptr || answer->outcome != dns::Outcome::Found)
            continue;
        for (const auto& address : answer->records) {
            if (here.addresses.contains(address) || here.relays.contains(address))
                return {Place::Here, host.name};
            found.place = Place::Elsewhere;
            found.words += ' ' + address.text();
        }
    }
    return found;
}

std::vector<Exchanger> exchangers_of(const dns::Resolver& resolver,
                                     const mail::Domain& domain,
                                     const dns::NameAnswer& answer)
{
    if (answer.records.empty()) // RFC 5321 5.1: the domain itself
        return {exchanger(resolver, domain.text())};
    std::vector<Exchanger> all;
    for (const auto& name : answer.records)
        if (name != "." && all.size() < max_exchangers_asked)
            all.push_back(exchanger(resolver, name));
    return all;
}

Remark told(const std::string& subject, const std::vector<Exchanger>& exchangers,
            const Here& here, Deadline deadline)
{
    std::string names;
    std::string elsewhere;
    for (const auto& host : exchangers) {
        const auto found = find(host, here, deadline);
        names += (names.empty() ? "" : ", ") + found.words +
                 (found.place == Place::Unknown ? " (no address)" : "");
        if (found.place == Place::Elsewhere)
            elsewhere += (elsewhere.empty() ? "" : ", ") + found.words;
    }
    if (exchangers.empty())
        return {Grade::Ok, subject, "takes no mail", {}};
    if (elsewhere.empty())
        return {Grade::Ok, subject, names, {}};
    return {Grade::Warning, subject,
            elsewhere + " is neither this host nor one of local.relays: bounces may "
                        "come in around us",
            "a host that passes its mail on to this one belongs into local.relays; one "
            "that delivers needs mailreeve with the same keys"};
}

} // namespace

Here this_host(const std::string& hostname, const net::NetworkSet& relays)
{
    return {hostname.empty() ? system_name() : hostname, own_addresses(), relays};
}

Remarks review_exchangers(const Asking& asking,
                          const std::vector<mail::Domain>& domains, const Here& here,
                          Deadline deadline)
{
    const auto count = std::min(domains.size(), max_domains_asked);
    std::vector<Future<dns::NameAnswer>> answers;
    for (std::size_t n = 0; n < count; ++n)
        answers.push_back(asking.resolver.exchangers(domains[n].text()));
    std::vector<std::optional<std::vector<Exchanger>>> hosts(count);
    for (std::size_t n = 0; n < count; ++n) {
        const auto* answer = answers[n].wait_until(deadline);
        if (answer != nullptr && answer->outcome != dns::Outcome::Failed)
            hosts[n] = exchangers_of(asking.resolver, domains[n], *answer);
    }
    Remarks remarks;
    for (std::size_t n = 0; n < count; ++n) {
        const auto subject = "MX of " + domains[n].text();
        remarks.push_back(
            hosts[n] ? told(subject, *hosts[n], here, deadline)
                     : Remark{Grade::Warning, subject, "the DNS gives no answer", {}});
    }
    if (count < domains.size())
        remarks.push_back({Grade::Warning,
                           "MX",
                           "of " + std::to_string(domains.size() - count) +
                               " more domains is not looked at",
                           {}});
    return remarks;
}

} // namespace mailreeve::ctl
