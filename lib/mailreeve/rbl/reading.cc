#include "mailreeve/rbl/reading.hh"

#include <algorithm>
#include <cstdlib>

namespace mailreeve::rbl {

namespace {

bool is_reason(const net::IpAddress& answer)
{
    return answer.is_v4() && answer.octets()[0] == 127;
}

// 127.255.255.0/24 by the agreement of many lists, beside the list's own codes.
bool is_refusal(const net::IpAddress& answer, const List& list)
{
    const auto octets = answer.octets();
    return (octets[1] == 255 && octets[2] == 255) ||
           std::ranges::any_of(list.refusals, [&](const CodeMatch& refusal) {
               return refusal.matches(answer);
           });
}

void add_hit(std::vector<Hit>& hits, Hit hit)
{
    const auto same = std::ranges::find(hits, hit.symbol, &Hit::symbol);
    if (same == hits.end())
        hits.push_back(std::move(hit));
    else if (std::abs(hit.points.hundredths()) > std::abs(same->points.hundredths()))
        *same = std::move(hit);
}

// False when no rule knows the code.
bool add_hits(std::vector<Hit>& hits, const net::IpAddress& code, const List& list)
{
    bool known = false;
    for (const auto& rule : list.codes) {
        if (!rule.match.matches(code))
            continue;
        known = true;
        add_hit(hits, {code, rule.points, rule.symbol});
        if (!rule.match.is_mask())
            break;
    }
    return known;
}

Reading read_codes(const std::vector<net::IpAddress>& codes, const List& list)
{
    const auto lie = std::ranges::find_if_not(codes, is_reason);
    if (lie != codes.end())
        return {Unusable::NotBlocklist, lie->text()};
    const auto refusal = std::ranges::find_if(
        codes, [&](const auto& code) { return is_refusal(code, list); });
    if (refusal != codes.end())
        return {Unusable::Refused, refusal->text()};
    Listed listed;
    for (const auto& code : codes)
        if (!add_hits(listed.hits, code, list))
            return {Unusable::UnknownCode, code.text()};
    return {std::move(listed), {}};
}

} // namespace

std::string query_name(const net::IpAddress& address, const std::string& zone)
{
    return net::reversed_labels(address) + '.' + zone;
}

std::optional<std::string> query_name(const mail::Domain& domain,
                                      const std::string& zone)
{
    auto name = domain.text() + '.' + zone;
    return name.size() > mail::max_domain ? std::nullopt
                                          : std::optional{std::move(name)};
}

Reading interpret(const dns::AddressAnswer& answer, const List& list)
{
    switch (answer.outcome) {
    case dns::Outcome::NoSuchName:
    case dns::Outcome::NoData:
        return {NotListed{}, {}};
    case dns::Outcome::Failed:
        return {Unusable::NoAnswer, {}};
    case dns::Outcome::Found:
        break;
    }
    if (answer.records.empty())
        return {Unusable::NoAnswer, {}};
    return read_codes(answer.records, list);
}

std::string evidence(const dns::TextAnswer& answer)
{
    std::string all;
    if (answer.outcome != dns::Outcome::Found)
        return all;
    for (const auto& text : answer.records) {
        if (all.size() >= max_evidence)
            break;
        if (!all.empty())
            all += "; ";
        all += text;
    }
    if (all.size() > max_evidence)
        all.resize(max_evidence);
    return all;
}

} // namespace mailreeve::rbl
