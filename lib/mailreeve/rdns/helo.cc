#include "mailreeve/rdns/helo.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/rdns/host_name.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::rdns {

namespace {

// RFC 5321 4.1.3: "192.0.2.7" or "IPv6:2001:db8::1". Many clients forget the tag, which
// harms nobody.
std::optional<net::IpAddress> literal_address(std::string_view inside)
{
    constexpr std::string_view tag{"IPv6:"};
    if (ascii::starts_with(inside, tag))
        inside.remove_prefix(tag.size());
    return net::IpAddress::parse(inside);
}

bool is_bracketed(std::string_view helo)
{
    return helo.size() >= 2 && helo.front() == '[' && helo.back() == ']';
}

bool is_ours(const mail::Domain& name, std::span<const mail::Domain> own)
{
    return std::ranges::any_of(
        own, [&](const mail::Domain& ours) { return name.is_within(ours); });
}

std::string shown(std::string_view helo)
{
    return presentable(helo).substr(0, max_helo);
}

} // namespace

HeloFacts helo_shape(std::string_view helo, const net::IpAddress& address,
                     std::span<const mail::Domain> own)
{
    HeloFacts facts;
    facts.name = shown(helo.substr(0, max_helo));
    if (helo.size() > max_helo)
        return facts;
    if (is_bracketed(helo)) {
        facts.literal = true;
        facts.literal_wrong =
            literal_address(helo.substr(1, helo.size() - 2)) != address;
        return facts;
    }
    if (const auto bare = net::IpAddress::parse(helo)) {
        facts.literal_wrong = bare != address;
        return facts;
    }
    const auto name = mail::Domain::parse(helo);
    if (!name)
        return facts;
    facts.name = name->text();
    facts.fqdn = is_host_name(facts.name);
    facts.own_name = facts.fqdn && is_ours(*name, own); // many are called "mx1"
    return facts;
}

HeloFacts with_reverse(HeloFacts facts, const ReverseName& reverse)
{
    if (facts.fqdn && reverse.state == State::Confirmed &&
        ascii::equal(facts.name, reverse.name)) {
        facts.resolves = Known::Yes;
        facts.matches = Known::Yes;
        facts.own_name = false;
    }
    return facts;
}

} // namespace mailreeve::rdns
