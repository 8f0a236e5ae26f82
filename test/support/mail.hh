// Domains, addresses and patterns written down in tests: what does not parse ends the
// test.
#pragma once

#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/mail/domain_set.hh"

#include <string_view>

namespace mailreeve::test {

inline mail::Domain domain(std::string_view text)
{
    return mail::Domain::parse(text).value();
}

inline mail::Address address(std::string_view text)
{
    return mail::Address::parse(text).value();
}

inline mail::DomainPattern domain_pattern(std::string_view text)
{
    return mail::DomainPattern::parse(text).value();
}

inline mail::AddressPattern address_pattern(std::string_view text)
{
    return mail::AddressPattern::parse(text).value();
}

} // namespace mailreeve::test
