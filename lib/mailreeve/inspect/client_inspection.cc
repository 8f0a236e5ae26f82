#include "mailreeve/inspect/client_inspection.hh"

#include "mailreeve/dns/limited_resolver.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "mailreeve/rdns/generic_name.hh"
#include "mailreeve/rdns/helo_lookup.hh"
#include "mailreeve/rdns/proven_name.hh"
#include "mailreeve/rdns/reverse_lookup.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::inspect {

namespace {

rdns::ReverseName exempt()
{
    rdns::ReverseName reverse;
    reverse.state = rdns::State::Exempt;
    return reverse;
}

rdns::ReverseName proven(std::string name)
{
    rdns::ReverseName reverse;
    reverse.state = rdns::State::Confirmed;
    reverse.names = {name};
    reverse.name = std::move(name);
    return reverse;
}

rdns::ReverseName not_in_time()
{
    rdns::ReverseName reverse;
    reverse.detail = "no answer in time";
    return reverse;
}

bool wants(const rbl::Lists& lists, rbl::Subject subject)
{
    return std::ranges::any_of(lists, [subject](const auto& list) {
        return std::ranges::find(list->ask, subject) != list->ask.end();
    });
}

bool is_open(const rbl::ListFact& fact)
{
    const auto* unusable = std::get_if<rbl::Unusable>(&fact.listing);
    return unusable != nullptr && *unusable == rbl::Unusable::NoAnswer;
}

// Nobody waits for the words of a list, but they may have come since.
bool lacks_words(const ClientFacts& facts)
{
    return std::ranges::any_of(facts.lists, [](const rbl::ListFact& fact) {
        const auto* listed = std::get_if<rbl::Listed>(&fact.listing);
        return listed != nullptr && listed->evidence.empty();
    });
}

} // namespace

ClientInspection::ClientInspection(const Services& services,
                                   std::shared_ptr<const Subjects> subjects,
                                   Client client)
    : services_{services}, subjects_{std::move(subjects)}, client_{std::move(client)},
      resolver_{dns::LimitedResolver::make(*services_.resolver, subjects_->queries)},
      judged_{client_.address && origin(client_, subjects_->local) == Origin::Inbound}
{
    if (!judged_)
        return;
    ask_reverse();
    client_lists_ = rbl::Blocklists{resolver_, *services_.health, *services_.clock}.ask(
        *client_.address, subjects_->lists);
    if (wants(subjects_->lists, rbl::Subject::Ptr))
        ask_lists_for_name();
}

void ClientInspection::ask_reverse()
{
    const auto& address = *client_.address;
    if (rdns::is_exempt(address, subjects_->reverse_dns))
        reverse_ = Future<rdns::ReverseName>::ready(exempt());
    else if (auto name = rdns::proven_name(address, {client_.name, client_.resolve}))
        reverse_ = Future<rdns::ReverseName>::ready(proven(std::move(*name)));
    else
        reverse_ = rdns::look_up(address, *resolver_);
}

// On the resolver's thread, as soon as the name is confirmed. All that the function
// needs is kept by it: the connection may be gone by then.
void ClientInspection::ask_lists_for_name()
{
    const Promise<Inquiries> asked;
    name_lists_ = asked.future();
    reverse_->then([asked, services = services_, subjects = subjects_,
                    resolver = resolver_](const rdns::ReverseName& reverse) {
        Inquiries inquiries;
        const auto domain = mail::Domain::parse(reverse.name);
        if (reverse.state == rdns::State::Confirmed && domain)
            inquiries =
                rbl::Blocklists{resolver, *services.health, *services.clock}.ask(
                    rbl::Subject::Ptr, *domain, subjects->lists);
        asked.set(std::move(inquiries));
    });
}

// The tenth message of a connection has as many questions left as the first.
std::vector<rbl::Inquiry> ClientInspection::ask_lists(rbl::Subject subject,
                                                      const mail::Domain& domain) const
{
    if (!judged_)
        return {};
    return ask_lists(
        dns::LimitedResolver::make(*services_.resolver, subjects_->queries), subject,
        domain);
}

std::vector<rbl::Inquiry>
ClientInspection::ask_lists(std::shared_ptr<const dns::Resolver> resolver,
                            rbl::Subject subject, const mail::Domain& domain) const
{
    return rbl::Blocklists{std::move(resolver), *services_.health, *services_.clock}
        .ask(subject, domain, subjects_->lists);
}

void ClientInspection::helo(std::string_view name)
{
    if (!judged_)
        return;
    settled_.reset();
    waited_ = false;
    helo_shape_ = rdns::helo_shape(name, *client_.address, subjects_->own);
    helo_ = rdns::look_up_helo(name, *client_.address, subjects_->own, *resolver_);
    const auto domain = mail::Domain::parse(name);
    helo_lists_ =
        domain ? ask_lists(resolver_, rbl::Subject::Helo, *domain) : Inquiries{};
}

const ClientFacts& ClientInspection::facts(Deadline deadline)
{
    if (!settled_ || !settled_->complete || lacks_words(*settled_))
        settle(waited_ ? services_.clock->now() : deadline);
    waited_ = true;
    return *settled_;
}

void ClientInspection::settle(Deadline deadline)
{
    settled_ = ClientFacts{};
    settled_->address = client_.address;
    if (!judged_)
        return;
    settle_names(deadline);
    settle_lists(deadline);
}

void ClientInspection::settle_names(Deadline deadline)
{
    auto& facts = *settled_;
    const auto* reverse = reverse_->wait_until(deadline);
    facts.reverse = reverse != nullptr ? *reverse : not_in_time();
    const bool named = facts.reverse->state == rdns::State::Confirmed ||
                       facts.reverse->state == rdns::State::Unconfirmed;
    if (named)
        facts.generic = rdns::generic(facts.reverse->name, *client_.address);
    facts.complete = reverse != nullptr;
    if (!helo_)
        return;
    const auto* helo = helo_->wait_until(deadline);
    auto known = helo != nullptr ? *helo : helo_shape_;
    if (helo == nullptr)
        known.own_name = false; // not held against anybody without an answer
    facts.helo = rdns::with_reverse(std::move(known), *facts.reverse);
    facts.complete = facts.complete && helo != nullptr;
}

void ClientInspection::settle_lists(Deadline deadline)
{
    auto& facts = settled_->lists;
    const auto take = [&](const Inquiries& inquiries) {
        for (auto& fact : rbl::facts(inquiries, deadline))
            facts.push_back(std::move(fact));
    };
    take(client_lists_);
    take(helo_lists_);
    if (name_lists_)
        if (const auto* inquiries = name_lists_->wait_until(deadline))
            take(*inquiries);
    if (std::ranges::any_of(facts, is_open))
        settled_->complete = false;
}

} // namespace mailreeve::inspect
