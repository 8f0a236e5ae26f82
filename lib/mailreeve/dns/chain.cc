#include "mailreeve/dns/chain.hh"

#include "mailreeve/dns/name.hh"

#include <algorithm>

namespace mailreeve::dns {

namespace {

constexpr std::uint32_t day = 86'400;
constexpr std::uint32_t longest_absence = 15 * 60;

std::uint32_t plain_ttl(std::uint32_t ttl)
{
    return ttl > greatest_ttl ? 0 : ttl;
}

void use_records(Chain& chain, const Reply& reply, Type type)
{
    for (const auto& record : reply.answers) {
        if (record.type != type || record.owner != chain.last ||
            chain.values.size() == max_records)
            continue;
        chain.ttl = std::min(chain.ttl, plain_ttl(record.ttl));
        chain.values.push_back(record.value);
    }
}

const Record* cname_at(const Reply& reply, const std::string& owner)
{
    const auto found = std::ranges::find_if(reply.answers, [&](const Record& record) {
        return record.type == Type::Cname && record.owner == owner;
    });
    return found == reply.answers.end() ? nullptr : &*found;
}

// Where a chain without records at its end leaves us.
Chain::End end_of(const Reply& reply, const Chain& chain, bool moved)
{
    if (reply.rcode == Rcode::NxDomain || !moved)
        return Chain::End::Absent;
    // A server that follows no further shows the CNAME alone; one that found the name
    // empty says so with the SOA of its zone.
    const bool said = reply.authority && is_within(chain.last, reply.authority->zone);
    return said ? Chain::End::Absent : Chain::End::Onward;
}

} // namespace

Chain follow(const Reply& reply, const Question& question, int before)
{
    Chain chain;
    chain.last = question.name();
    chain.cnames = before;
    chain.ttl = greatest_ttl;
    for (;;) {
        use_records(chain, reply, question.type());
        if (!chain.values.empty()) {
            chain.end = reply.rcode == Rcode::NxDomain ? Chain::End::Nonsense
                                                       : Chain::End::Records;
            return chain;
        }
        const auto* alias = cname_at(reply, chain.last);
        if (alias == nullptr) {
            chain.end = end_of(reply, chain, chain.cnames > before);
            return chain;
        }
        if (++chain.cnames > max_cnames) {
            chain.end = Chain::End::TooLong;
            return chain;
        }
        chain.ttl = std::min(chain.ttl, plain_ttl(alias->ttl));
        chain.last = std::get<std::string>(alias->value);
    }
}

std::chrono::seconds absence_ttl(const Reply& reply, std::string_view name)
{
    if (!reply.authority || !is_within(name, reply.authority->zone))
        return std::chrono::seconds{0};
    return std::chrono::seconds{
        std::min({plain_ttl(reply.authority->ttl), plain_ttl(reply.authority->minimum),
                  longest_absence})};
}

std::chrono::seconds clamped_ttl(std::uint32_t ttl)
{
    return std::chrono::seconds{std::clamp(plain_ttl(ttl), std::uint32_t{1}, day)};
}

} // namespace mailreeve::dns
