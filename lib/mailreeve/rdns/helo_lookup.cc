#include "mailreeve/rdns/helo_lookup.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::rdns {

namespace {

net::Family other(net::Family family)
{
    return family == net::Family::V4 ? net::Family::V6 : net::Family::V4;
}

// Only an answer tells that a stranger gave our name.
HeloFacts judged(HeloFacts facts, Known resolves, Known matches)
{
    facts.resolves = resolves;
    facts.matches = matches;
    facts.own_name = facts.own_name && matches == Known::No;
    return facts;
}

HeloFacts found(HeloFacts facts, const net::IpAddress& address,
                const dns::AddressAnswer& answer)
{
    const bool match =
        std::ranges::find(answer.records, address) != answer.records.end();
    return judged(std::move(facts), Known::Yes, match ? Known::Yes : Known::No);
}

// The name has no address of the client's family: it cannot match, but may resolve.
HeloFacts without_family(HeloFacts facts, const dns::AddressAnswer& other)
{
    if (other.outcome == dns::Outcome::Failed)
        return judged(std::move(facts), Known::Unknown, Known::No);
    const bool resolves = other.outcome == dns::Outcome::Found;
    return judged(std::move(facts), resolves ? Known::Yes : Known::No, Known::No);
}

} // namespace

Future<HeloFacts> look_up_helo(std::string_view helo, const net::IpAddress& address,
                               std::span<const mail::Domain> own,
                               const dns::Resolver& resolver)
{
    auto facts = helo_shape(helo, address, own);
    if (!facts.fqdn)
        return Future<HeloFacts>::ready(std::move(facts));
    const Promise<HeloFacts> promise;
    const auto asked = resolver.addresses(facts.name, address.family());
    asked.then([facts, address, promise, &resolver](const dns::AddressAnswer& answer) {
        switch (answer.outcome) {
        case dns::Outcome::Found:
            return promise.set(found(facts, address, answer));
        case dns::Outcome::Failed:
            return promise.set(judged(facts, Known::Unknown, Known::Unknown));
        case dns::Outcome::NoSuchName:
            return promise.set(judged(facts, Known::No, Known::No));
        case dns::Outcome::NoData:
            break;
        }
        resolver.addresses(facts.name, other(address.family()))
            .then([facts, promise](const dns::AddressAnswer& second) {
                promise.set(without_family(facts, second));
            });
    });
    return promise.future();
}

} // namespace mailreeve::rdns
