#include "mailreeve/dns/limited_resolver.hh"

namespace mailreeve::dns {

namespace {

template <class Wanted>
Future<Wanted> over_limit()
{
    return Future<Wanted>::ready({Outcome::Failed, Failure::OverLimit, {}, {}});
}

} // namespace

std::shared_ptr<const LimitedResolver> LimitedResolver::make(const Resolver& resolver,
                                                             unsigned limit)
{
    struct Made : LimitedResolver { // make_shared needs a constructor that it may call
        Made(const Resolver& asked, unsigned most) : LimitedResolver{asked, most} {}
    };
    return std::make_shared<const Made>(resolver, limit);
}

// The follower is registered before anyone else's and dropped after all have run.
template <class Wanted>
Future<Wanted> LimitedResolver::kept_until(Future<Wanted> answer) const
{
    if (!answer.is_ready())
        answer.then([self = shared_from_this()](const Wanted&) {});
    return answer;
}

Future<AddressAnswer> LimitedResolver::addresses(const std::string& name,
                                                 net::Family family) const
{
    return may_ask() ? kept_until(resolver_.addresses(name, family))
                     : over_limit<AddressAnswer>();
}

Future<NameAnswer> LimitedResolver::names(const net::IpAddress& address) const
{
    return may_ask() ? kept_until(resolver_.names(address)) : over_limit<NameAnswer>();
}

Future<TextAnswer> LimitedResolver::texts(const std::string& name) const
{
    return may_ask() ? kept_until(resolver_.texts(name)) : over_limit<TextAnswer>();
}

Future<NameAnswer> LimitedResolver::exchangers(const std::string& domain) const
{
    return may_ask() ? kept_until(resolver_.exchangers(domain))
                     : over_limit<NameAnswer>();
}

bool LimitedResolver::may_ask() const
{
    auto left = left_.load(std::memory_order_relaxed);
    while (left > 0)
        if (left_.compare_exchange_weak(left, left - 1, std::memory_order_relaxed))
            return true;
    refused_.fetch_add(1, std::memory_order_relaxed);
    return false;
}

} // namespace mailreeve::dns
