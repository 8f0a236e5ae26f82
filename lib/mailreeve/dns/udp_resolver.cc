#include "mailreeve/dns/udp_resolver.hh"

#include "mailreeve/dns/engine.hh"

#include <utility>

namespace mailreeve::dns {

namespace {

const SystemClock system_clock;

} // namespace

UdpResolver::UdpResolver(const Settings& settings, Notice notice)
    : UdpResolver{settings, system_clock, std::move(notice)}
{
}

UdpResolver::UdpResolver(const Settings& settings, const Clock& clock, Notice notice)
    : engine_{std::make_unique<Engine>(settings, clock, std::move(notice))}
{
}

UdpResolver::~UdpResolver() = default;

Future<AddressAnswer> UdpResolver::addresses(const std::string& name,
                                             net::Family family) const
{
    const auto type = family == net::Family::V4 ? Type::A : Type::Aaaa;
    return engine_->ask<AddressAnswer>(Question::parse(name, type));
}

Future<NameAnswer> UdpResolver::names(const net::IpAddress& address) const
{
    const auto zone = address.is_v4() ? ".in-addr.arpa" : ".ip6.arpa";
    return engine_->ask<NameAnswer>(
        Question::parse(net::reversed_labels(address) + zone, Type::Ptr));
}

Future<TextAnswer> UdpResolver::texts(const std::string& name) const
{
    return engine_->ask<TextAnswer>(Question::parse(name, Type::Txt));
}

Future<NameAnswer> UdpResolver::exchangers(const std::string& domain) const
{
    return engine_->ask<NameAnswer>(Question::parse(domain, Type::Mx));
}

Statistics UdpResolver::statistics() const
{
    return engine_->statistics();
}

} // namespace mailreeve::dns
