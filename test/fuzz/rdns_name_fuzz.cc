// Names from the DNS, from HELO and from the MTA's macros, beside any address: nothing
// crashes, and what comes out is bounded and printable.
#include "mailreeve/mail/domain.hh"
#include "mailreeve/rdns/generic_name.hh"
#include "mailreeve/rdns/helo.hh"
#include "mailreeve/rdns/host_name.hh"
#include "mailreeve/rdns/proven_name.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>

namespace {

using namespace mailreeve;
using test::hold;

bool is_printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

// The first line, which is taken off the input; all of it when there is only one.
std::string_view line(std::string_view& input)
{
    const auto end = std::min(input.find('\n'), input.size());
    const auto text = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    return text;
}

void try_name(std::string_view name, const net::IpAddress& address)
{
    const auto shown = rdns::presentable(name);
    hold(shown.size() <= rdns::max_shown && is_printable(shown));
    if (const auto found = rdns::generic(name, address))
        hold(rdns::is_host_name(name) && !found->evidence.empty() &&
             is_printable(found->evidence));
}

void try_helo(std::string_view helo, const net::IpAddress& address)
{
    static const auto own = mail::Domain::parse("example.net").value();
    const auto facts = rdns::helo_shape(helo, address, {&own, 1});
    hold(facts.name.size() <= rdns::max_helo && is_printable(facts.name));
    hold(!facts.fqdn || rdns::is_host_name(facts.name));
    hold(!facts.own_name || facts.fqdn);
    hold(facts.resolves == rdns::Known::Unknown);
}

} // namespace

// An address, the resolver's word, and a name for all that takes one; a line each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    auto input = test::input(bytes, size);
    const auto address = net::IpAddress::parse(line(input)).value_or(net::IpAddress{});
    const auto resolve = line(input);
    try_name(input, address);
    try_helo(input, address);
    if (const auto proven = rdns::proven_name(address, {input, resolve}))
        hold(rdns::is_host_name(*proven) && !net::is_special(address));
    return 0;
}
