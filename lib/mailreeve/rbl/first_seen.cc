#include "mailreeve/rbl/first_seen.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/net/network.hh"

#include <algorithm>
#include <string_view>

namespace mailreeve::rbl {

namespace {

// A line end cannot stand in an envelope, so it parts the addresses. One that came in
// all the same must not let a key be forged.
std::string folded(std::string_view address)
{
    auto text = ascii::lower(address.substr(0, max_key_address));
    std::ranges::replace(text, '\n', ' ');
    return text;
}

} // namespace

std::string key(const Triplet& triplet)
{
    const unsigned bits = triplet.client.is_v4() ? 24 : 64;
    return net::Network::around(triplet.client, bits).text() + '\n' +
           folded(triplet.sender) + '\n' + folded(triplet.recipient);
}

} // namespace mailreeve::rbl
