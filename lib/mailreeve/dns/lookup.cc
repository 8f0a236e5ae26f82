#include "mailreeve/dns/lookup.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

bool asks_for_addresses(Type type)
{
    return type == Type::A || type == Type::Aaaa;
}

// An answer of the kind that belongs to `type`, without records.
AnyAnswer empty_answer(Type type, Outcome outcome, Failure failure,
                       std::chrono::seconds ttl)
{
    if (asks_for_addresses(type))
        return AddressAnswer{outcome, failure, {}, ttl};
    return TextAnswer{outcome, failure, {}, ttl};
}

template <class Record>
AnyAnswer found_answer(Chain chain, std::chrono::seconds ttl)
{
    Answer<Record> answer{Outcome::Found, Failure::None, {}, ttl};
    answer.records.reserve(chain.values.size());
    for (auto& value : chain.values)
        answer.records.push_back(std::get<Record>(std::move(value)));
    return answer;
}

} // namespace

AnyAnswer failed_answer(Type type, Failure failure)
{
    return empty_answer(type, Outcome::Failed, failure, std::chrono::seconds{0});
}

Lookup::Lookup(Transport& transport, ServerPool& pool, Question question,
               Deadline deadline, std::function<void(Lookup&, Resolved)> done)
    : transport_{transport}, pool_{pool}, question_{std::move(question)},
      deadline_{deadline}, done_{std::move(done)}
{
}

void Lookup::start()
{
    ask(question_);
}

void Lookup::ask(Question question)
{
    asked_.push_back(question);
    exchanges_.push_back(std::make_unique<Exchange>(
        transport_, pool_, std::move(question), deadline_,
        [this](Exchange::Result result) { received(std::move(result)); }));
    exchanges_.back()->start();
}

void Lookup::received(Exchange::Result result)
{
    if (const auto* failure = std::get_if<Failure>(&result))
        return failed(*failure);
    const auto& reply = std::get<Reply>(result);
    followed(reply, follow(reply, asked_.back(), cnames_));
}

void Lookup::followed(const Reply& reply, Chain chain)
{
    cnames_ = chain.cnames;
    least_ttl_ = std::min(least_ttl_, chain.ttl);
    switch (chain.end) {
    case Chain::End::Records:
        return found(std::move(chain));
    case Chain::End::Absent:
        return absent(reply, chain);
    case Chain::End::TooLong:
        return failed(Failure::ChainTooLong);
    case Chain::End::Nonsense:
        return failed(Failure::Malformed);
    case Chain::End::Onward:
        break;
    }
    auto next = Question::about(chain.last, question_.type());
    if (std::ranges::find(asked_, next) != asked_.end())
        return failed(Failure::ChainTooLong);
    ask(std::move(next));
}

void Lookup::found(Chain chain)
{
    const auto ttl = clamped_ttl(least_ttl_);
    auto answer = asks_for_addresses(question_.type())
                      ? found_answer<net::IpAddress>(std::move(chain), ttl)
                      : found_answer<std::string>(std::move(chain), ttl);
    done_(*this, {std::move(answer), ttl, Failure::None});
}

void Lookup::absent(const Reply& reply, const Chain& chain)
{
    // An absence behind a CNAME lasts no longer than the CNAME.
    const auto ttl = std::min(absence_ttl(reply, chain.last), clamped_ttl(least_ttl_));
    const auto outcome =
        reply.rcode == Rcode::NxDomain ? Outcome::NoSuchName : Outcome::NoData;
    done_(*this, {empty_answer(question_.type(), outcome, Failure::None, ttl), ttl,
                  Failure::None});
}

void Lookup::failed(Failure failure)
{
    done_(*this,
          {failed_answer(question_.type(), failure), std::chrono::seconds{0}, failure});
}

} // namespace mailreeve::dns
