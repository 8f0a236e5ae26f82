// Facts that a test starts from: a good client, and what may be wrong with it.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/rules.hh"
#include "test/support/ip.hh"

#include <memory>
#include <string>
#include <utility>

namespace mailreeve::test {

inline policy::Rules rules()
{
    policy::Rules rules;
    rules.organization = "Example Ltd";
    return rules;
}

inline inspect::Facts good()
{
    inspect::Facts facts;
    facts.client.address = ip("192.0.2.7");
    facts.client.reverse = rdns::ReverseName{
        rdns::State::Confirmed, "mail.example.org", {"mail.example.org"}, false, ""};
    rdns::HeloFacts helo;
    helo.fqdn = true;
    helo.resolves = rdns::Known::Yes;
    helo.matches = rdns::Known::Yes;
    helo.name = "mail.example.org";
    facts.client.helo = helo;
    return facts;
}

inline inspect::Facts with_reverse(rdns::State state, std::string detail = "detail")
{
    auto facts = good();
    facts.client.reverse = rdns::ReverseName{state, "", {}, false, std::move(detail)};
    return facts;
}

inline rbl::List list(rbl::Action action)
{
    rbl::List list;
    list.name = "bl";
    list.title = "BL Example";
    list.zone = "bl.example";
    list.symbol = "RBL_BL";
    list.page = "https://bl.example/{ip}";
    list.action = action;
    return list;
}

inline rbl::ListFact fact(rbl::List list, rbl::Listing listing)
{
    return {std::make_shared<const rbl::List>(std::move(list)), rbl::Subject::Client,
            "192.0.2.7", std::move(listing)};
}

inline rbl::Listed listed(int hundredths, std::string evidence = {})
{
    return {{{ip("127.0.0.2"), score::Points::hundredths(hundredths), "RBL_BL_HIT"}},
            std::move(evidence)};
}

inline inspect::Facts with_list(rbl::Action action, int hundredths = 400)
{
    auto facts = good();
    facts.client.lists.push_back(fact(list(action), listed(hundredths)));
    return facts;
}

} // namespace mailreeve::test
