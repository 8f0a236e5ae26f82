// Addresses, domains and patterns: what is read can be written and read again, and a
// set of patterns says what its patterns say.
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/mailbox.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>

namespace {

using namespace mailreeve::mail;
using mailreeve::test::hold;

void try_domain(std::string_view text)
{
    const auto domain = Domain::parse(text);
    if (!domain)
        return;
    hold(domain->text().size() <= max_domain);
    hold(mailreeve::utf8::is_ascii(domain->text()));
    hold(Domain::parse(domain->text()) == domain);
    hold(domain->is_within(*domain));
    for (auto above = domain->parent(); above; above = above->parent())
        hold(domain->is_within(*above) && !above->is_within(*domain));
}

void try_pattern(std::string_view text, const Address& address)
{
    const auto pattern = AddressPattern::parse(text);
    if (!pattern)
        return;
    hold(AddressPattern::parse(pattern->text()) == pattern);
    hold(pattern->matches(address) == AddressSet{*pattern}.contains(address));
}

Address try_address(std::string_view text)
{
    auto kept = Address::tolerant(text);
    hold(kept.raw() == text);
    if (const auto parsed = Address::parse(text)) {
        hold(*parsed == kept && parsed->is_well_formed());
        hold(parsed->local().size() <= max_local_part);
        hold(Address::parse(parsed->text()) == parsed);
        hold(same_mailbox(*parsed, kept));
    } else {
        hold(!kept.is_well_formed() && !kept.is_null() && !kept.domain());
    }
    return kept;
}

} // namespace

// A pattern, a line end, an address.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = mailreeve::test::input(bytes, size);
    const auto first = input.substr(0, input.find('\n'));
    const auto rest = input.substr(std::min(first.size() + 1, input.size()));
    const auto address = try_address(rest);
    try_address(first);
    try_domain(first);
    try_pattern(first, address);
    if (address.is_well_formed())
        try_pattern(address.text(), address);
    for (const auto& mailbox : mailboxes(input).mailboxes)
        hold(Address::parse(mailbox.address.text()) == mailbox.address);
    return 0;
}
