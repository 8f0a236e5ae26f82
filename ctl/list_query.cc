#include "ctl/list_query.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::ctl {

namespace {

// Asked for listings alone, as the daemon does.
Future<dns::TextAnswer> text_of(const Future<dns::AddressAnswer>& addresses,
                                const dns::Resolver& resolver,
                                const std::shared_ptr<const rbl::List>& list,
                                const std::string& name)
{
    const Promise<dns::TextAnswer> promise;
    addresses.then([promise, &resolver, list, name](const dns::AddressAnswer& answer) {
        const auto reading = rbl::interpret(answer, *list);
        if (!std::holds_alternative<rbl::Listed>(reading.listing))
            return promise.set({});
        resolver.texts(name).then(
            [promise](const dns::TextAnswer& text) { promise.set(text); });
    });
    return promise.future();
}

std::string words_of(const rbl::Listed& listed)
{
    std::string words = "listed";
    for (const auto& hit : listed.hits)
        words +=
            ' ' + hit.code.text() + " (" + hit.symbol + ' ' + hit.points.text() + ')';
    return words;
}

} // namespace

ListQuery::ListQuery(const Asking& asking, std::shared_ptr<const rbl::List> list,
                     std::string asked, const std::string& name)
    : begun_{asking.clock.now()}, list_{std::move(list)}, asked_{std::move(asked)},
      addresses_{Promise<Timed<dns::AddressAnswer>>{}.future()},
      text_{Promise<dns::TextAnswer>{}.future()}
{
    const auto addresses = asking.resolver.addresses(name, net::Family::V4);
    addresses_ = timed(addresses, asking.clock);
    text_ = text_of(addresses, asking.resolver, list_, name);
}

ListAnswer ListQuery::answer(Deadline deadline) const
{
    ListAnswer answer{list_, asked_, rbl::Unusable::NoAnswer, {}, {}, {}};
    const auto* said = addresses_.wait_until(deadline);
    if (said == nullptr)
        return answer;
    answer.took = std::chrono::duration_cast<Took>(said->at - begun_);
    auto reading = rbl::interpret(said->answer, *list_);
    answer.listing = std::move(reading.listing);
    answer.answered = std::move(reading.answered);
    if (const auto* text = text_.wait_until(deadline))
        answer.text = rbl::evidence(*text);
    return answer;
}

bool is_about_clients(const rbl::List& list)
{
    return std::ranges::find(list.ask, rbl::Subject::Client) != list.ask.end();
}

std::vector<ListQuery> ask_lists(const Asking& asking, const rbl::Lists& lists,
                                 const net::IpAddress& client)
{
    std::vector<ListQuery> queries;
    for (const auto& list : lists)
        if (is_about_clients(*list) && (client.is_v4() ? list->ipv4 : list->ipv6))
            queries.emplace_back(asking, list, client.text(),
                                 rbl::query_name(client, list->suffix()));
    return queries;
}

std::vector<ListQuery> ask_lists(const Asking& asking, const rbl::Lists& lists,
                                 const mail::Domain& domain)
{
    std::vector<ListQuery> queries;
    for (const auto& list : lists) {
        const auto name = rbl::query_name(domain, list->suffix());
        if (!is_about_clients(*list) && name)
            queries.emplace_back(asking, list, domain.text(), *name);
    }
    return queries;
}

std::vector<ListAnswer> answers(const std::vector<ListQuery>& queries,
                                Deadline deadline)
{
    std::vector<ListAnswer> all;
    for (const auto& query : queries)
        all.push_back(query.answer(deadline));
    return all;
}

std::string verdict_of(const ListAnswer& answer)
{
    if (const auto* listed = std::get_if<rbl::Listed>(&answer.listing))
        return words_of(*listed);
    if (const auto* unusable = std::get_if<rbl::Unusable>(&answer.listing))
        return std::string{rbl::name(*unusable)} + ": " +
               rbl::sentence(*unusable, *answer.list, answer.answered);
    return "not listed";
}

} // namespace mailreeve::ctl
