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
    const auto labels = net::reversed_labels(client) + '.';
    const auto asked = client.text();
    inquiries.reserve(lists.size());
    for (const auto& list : lists) {
        const bool lists_family = client.is_v4() ? list->ipv4 : list->ipv6;
        if (lists_family && wants(*list, Subject::Client))
            inquiries.push_back(
                begin({list, Subject::Client, asked, labels + list->suffix()}));
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
            inquiries.push_back(
                begin({list, subject, domain.text(), *std::move(name)}));
    }
    return inquiries;
}

Inquiry Blocklists::begin(Question question) const
{
    const auto state = std::make_shared<Inquiry::State>();
    state->health = health_.zone(question.list->zone);
    state->list = std::move(question.list);
    state->subject = question.subject;
    state->asked = std::move(question.asked);
    state->admission = state->health->admit();
    if (state->admission == Admission::Skip)
        return Inquiry{state};
    const auto answer = resolver_->addresses(question.name, net::Family::V4);
    if (const auto* said = answer.peek())
        remember(state, *said, question.name);
    else
        follow(state, answer, std::move(question.name));
    return Inquiry{state};
}

// What is there at once came from the cache: no word of the zone.
void Blocklists::remember(const StatePtr& state, const dns::AddressAnswer& said,
                          const std::string& name) const
{
    state->remembered = read(*state, said);
    if (!std::holds_alternative<Listed>(*state->remembered))
        return;
    state->evidence.emplace();
    fetch_evidence(state, *resolver_, name);
}

// The state is not changed once its answer may come, on another thread; its promises
// are thread-safe.
void Blocklists::follow(const StatePtr& state, const Future<dns::AddressAnswer>& answer,
                        std::string name) const
{
    state->listing.emplace();
    state->evidence.emplace();
    state->overdue = clock_.now() + state->health->limits().overdue;
    state->question = state->health->begin(*state->listing);
    answer.then([state, name = std::move(name),
                 resolver = resolver_](const dns::AddressAnswer& said) {
        count(*state, said);
        auto listing = read(*state, said);
        const bool is_hit = std::holds_alternative<Listed>(listing);
        state->listing->set(std::move(listing));
        if (is_hit)
            fetch_evidence(state, *resolver, name);
    });
}

// Tells of what cannot be used. A single silence is not worth a line: health tells of a
// list that stays silent.
Listing Blocklists::read(const Inquiry::State& state, const dns::AddressAnswer& said)
{
    auto reading = interpret(said, *state.list);
    const auto* const why = std::get_if<Unusable>(&reading.listing);
    if (why != nullptr && *why != Unusable::NoAnswer)
        state.health->unusable(*why, *state.list, reading.answered);
    return std::move(reading.listing);
}

void Blocklists::fetch_evidence(const StatePtr& state, const dns::Resolver& resolver,
                                const std::string& name)
{
    resolver.texts(name).then([state](const dns::TextAnswer& words) {
        state->evidence->set(evidence(words));
    });
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
