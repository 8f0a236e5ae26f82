#include "mailreeve/rbl/blocklists.hh"

#include "mailreeve/rbl/reading.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::rbl {

namespace {

bool wants(const List& list, Subject subject)
{
    return std::ranges::find(list.ask, subject) != list.ask.end();
}

// A resolver's SERVFAIL is how a silent zone looks from behind it. What our own limits
// or a dead resolver did says nothing of the zone.
bool is_silence(dns::Failure failure)
{
    return failure == dns::Failure::Timeout || failure == dns::Failure::ServerFailure;
}

} // namespace

std::vector<Inquiry> Blocklists::ask(const net::IpAddress& client,
                                     const Lists& lists) const
{
    std::vector<Inquiry> inquiries;
    if (net::is_special(client))
        return inquiries;
    for (const auto& list : lists) {
        const bool lists_family = client.is_v4() ? list->ipv4 : list->ipv6;
        if (lists_family && wants(*list, Subject::Client))
            inquiries.push_back(begin(list, Subject::Client, client.text(),
                                      query_name(client, list->suffix())));
    }
    return inquiries;
}

std::vector<Inquiry> Blocklists::ask(Subject subject, const mail::Domain& domain,
                                     const Lists& lists) const
{
    std::vector<Inquiry> inquiries;
    if (!domain.is_fqdn())
        return inquiries;
    for (const auto& list : lists) {
        if (!wants(*list, subject))
            continue;
        if (auto name = query_name(domain, list->suffix()))
            inquiries.push_back(begin(list, subject, domain.text(), *std::move(name)));
    }
    return inquiries;
}

Inquiry Blocklists::begin(std::shared_ptr<const List> list, Subject subject,
                          std::string asked, std::string name) const
{
    const auto state = std::make_shared<Inquiry::State>();
    state->health = health_.zone(list->zone);
    state->list = std::move(list);
    state->subject = subject;
    state->asked = std::move(asked);
    state->admission = state->health->admit();
    if (state->admission == Admission::Skip)
        return Inquiry{state};

    state->overdue = clock_.now() + state->health->limits().overdue;
    state->question = state->health->begin(state->listing);
    const auto answer = resolver_->addresses(name, net::Family::V4);
    // An answer that is there at once came from the cache: no word of the zone.
    const bool was_remembered = answer.is_ready();
    if (was_remembered)
        state->health->ended(state->question);
    answer.then([state, was_remembered, name = std::move(name),
                 resolver = resolver_](const dns::AddressAnswer& said) {
        if (!was_remembered)
            count(*state, said);
        const auto reading = interpret(said, *state->list);
        state->listing.set(reading.listing);
        tell(*state, reading);
        if (!std::holds_alternative<Listed>(reading.listing))
            return;
        resolver->texts(name).then([state](const dns::TextAnswer& words) {
            state->evidence.set(evidence(words));
        });
    });
    return Inquiry{state};
}

// A single silence is not worth a line; health tells of a list that stays silent.
void Blocklists::tell(const Inquiry::State& state, const Reading& reading)
{
    const auto* const why = std::get_if<Unusable>(&reading.listing);
    if (why != nullptr && *why != Unusable::NoAnswer)
        state.health->unusable(*why, *state.list, reading.answered);
}

// What the answer says of the list's health.
void Blocklists::count(const Inquiry::State& state, const dns::AddressAnswer& said)
{
    if (said.outcome != dns::Outcome::Failed)
        state.health->answered(state.question);
    else if (is_silence(said.failure))
        state.health->unanswered(state.question, *state.list);
    else
        state.health->ended(state.question);
}

} // namespace mailreeve::rbl
