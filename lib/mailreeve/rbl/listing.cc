#include "mailreeve/rbl/listing.hh"

namespace mailreeve::rbl {

namespace {

std::string refused(const List& list, std::string_view answered)
{
    const auto zone = list.zone + " answered " + std::string{answered};
    if (answered == "127.255.255.252") // Spamhaus: spamhaus.org/news/article/788
        return zone + ", which means that the name of the zone is mistyped: correct "
                      "`zone` or `key` in rbl.lists";
    if (answered == "127.255.255.254")
        return zone + ", which means that it does not serve public or unnamed "
                      "resolvers: set dns.servers to a resolver of your own";
    return zone + ", by which it turns this resolver away: register with the list or "
                  "buy a feed, ask less, use a resolver of your own, or take it out of "
                  "rbl.lists";
}

} // namespace

std::string_view name(Unusable unusable)
{
    switch (unusable) {
    case Unusable::NoAnswer:
        return "no-answer";
    case Unusable::NotWaitedFor:
        return "not-waited-for";
    case Unusable::Refused:
        return "refused";
    case Unusable::NotBlocklist:
        return "not-a-blocklist";
    case Unusable::UnknownCode:
        break;
    }
    return "unknown-code";
}

std::string sentence(Unusable unusable, const List& list, std::string_view answered)
{
    switch (unusable) {
    case Unusable::NoAnswer:
        return list.zone + " did not answer: it counts nothing; if this goes on, look "
                           "at your resolver, then whether the list still exists";
    case Unusable::NotWaitedFor:
        return list.zone + " has fallen silent: mail does not wait for it until it "
                           "answers again; if it stays so, take it out of rbl.lists";
    case Unusable::Refused:
        return refused(list, answered);
    case Unusable::NotBlocklist:
        return list.zone + " answered " + std::string{answered} +
               ", which no blocklist does: its domain is parked or your resolver "
               "rewrites answers; take it out of rbl.lists or change dns.servers";
    case Unusable::UnknownCode:
        break;
    }
    return list.zone + " answered " + std::string{answered} +
           ", a code that is not configured: give it points under `codes` once the "
           "list's own pages have told you what it means";
}

} // namespace mailreeve::rbl
