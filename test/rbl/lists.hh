// Lists for the tests of this room.
#pragma once

#include "mailreeve/rbl/blocklists.hh"

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

namespace mailreeve::rbl {

inline CodeRule rule(std::string_view match, int hundredths, std::string symbol)
{
    return {CodeMatch::parse(match).value(),
            score::Points::hundredths(hundredths),
            std::move(symbol),
            {}};
}

inline List list(std::string zone, std::vector<CodeRule> codes)
{
    List list;
    list.name = zone;
    list.zone = std::move(zone);
    list.codes = std::move(codes);
    return list;
}

inline List simple_list(std::string zone)
{
    return list(std::move(zone), {rule("127.0.0.2", 400, "RBL_TEST")});
}

// A resolver that the test keeps.
inline std::shared_ptr<const dns::Resolver> kept(const dns::Resolver& resolver)
{
    return {std::shared_ptr<void>{}, &resolver};
}

inline Lists shared(std::initializer_list<List> lists)
{
    Lists all;
    for (const auto& one : lists)
        all.push_back(std::make_shared<const List>(one));
    return all;
}

} // namespace mailreeve::rbl
