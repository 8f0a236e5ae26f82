#include "policy/checks.hh"

#include "policy/replies.hh"
#include "policy/symbols.hh"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::policy {

namespace {

using Refusals = std::vector<Refusal>;

void add(Refusals& to, rdns::Action action, std::string_view symbol,
         const Wording& wording)
{
    if (action == rdns::Action::Defer)
        to.push_back({Defer{wording.deferral}, std::string{symbol}});
    if (action == rdns::Action::Reject)
        to.push_back({Reject{wording.rejection}, std::string{symbol}});
}

void add_reverse(Refusals& to, const inspect::ClientFacts& client, const Rules& rules)
{
    const auto& asked = rules.reverse_dns;
    const auto wording = reverse_dns_wording(rules.organization, client);
    switch (client.reverse->state) {
    case rdns::State::Missing:
        return add(to, asked.missing.action, symbols::rdns_missing, wording);
    case rdns::State::Unconfirmed:
        return add(to, asked.unconfirmed.action, symbols::rdns_unconfirmed, wording);
    case rdns::State::InvalidName:
        return add(to, asked.invalid.action, symbols::rdns_invalid, wording);
    case rdns::State::TemporaryFailure:
        if (asked.temporary_failure.action == rdns::Action::Defer)
            to.push_back(
                {Defer{lookup_failed(client)}, std::string{symbols::rdns_unknown}});
        return;
    case rdns::State::Confirmed:
    case rdns::State::Exempt:
        return;
    }
}

void add_helo(Refusals& to, const rdns::HeloFacts& helo, const Rules& rules)
{
    struct Check {
        bool holds;
        rdns::Action action;
        std::string_view symbol;
    };
    const auto& asked = rules.helo;
    const bool resolves_not = helo.resolves == rdns::Known::No;
    const std::array checks{
        Check{!helo.fqdn && !helo.literal, asked.not_fqdn.action,
              symbols::helo_not_fqdn},
        Check{helo.literal_wrong, asked.literal_wrong.action,
              symbols::helo_literal_wrong},
        Check{helo.own_name, asked.own_name.action, symbols::helo_own_name},
        Check{resolves_not, asked.unresolvable.action, symbols::helo_unresolvable},
        Check{helo.matches == rdns::Known::No && !resolves_not, asked.mismatch.action,
              symbols::helo_mismatch},
    };
    for (const auto& check : checks)
        if (check.holds)
            add(to, check.action, check.symbol,
                helo_wording(rules.organization, check.symbol));
}

void add_delay(Refusals& to, const rbl::ListFact& fact, const rbl::Hit& hit,
               const inspect::Facts& facts)
{
    const auto known_for = facts.known_for.value_or(std::chrono::seconds{0});
    if (known_for < fact.list->delay)
        to.push_back({Defer{delayed(fact, fact.list->delay - known_for)}, hit.symbol});
}

void add_list(Refusals& to, const rbl::ListFact& fact, const inspect::Facts& facts)
{
    const auto* listed = std::get_if<rbl::Listed>(&fact.listing);
    if (listed == nullptr || fact.list->kind == rbl::Kind::Allow)
        return;
    const auto& hit = listed->hits.front();
    const auto wording = list_wording(fact);
    switch (fact.list->action) {
    case rbl::Action::Score:
        return;
    case rbl::Action::Delay:
        return add_delay(to, fact, hit, facts);
    case rbl::Action::Defer:
        return add(to, rdns::Action::Defer, hit.symbol, wording);
    case rbl::Action::Reject:
        return add(to, rdns::Action::Reject, hit.symbol, wording);
    }
}

std::optional<Refusal> strictest(Refusals refusals)
{
    std::optional<Refusal> chosen;
    for (auto& refusal : refusals)
        if (!chosen || refusal.verdict.index() > chosen->verdict.index())
            chosen = std::move(refusal);
    return chosen;
}

} // namespace

std::optional<Refusal> denied(const inspect::Facts& facts, const Rules& rules)
{
    constexpr std::array names{symbols::denied_network, symbols::denied_client,
                               symbols::denied_sender};
    if (!facts.denied)
        return std::nullopt;
    return Refusal{Reject{denial(rules.organization, facts)},
                   std::string{names.at(static_cast<std::size_t>(facts.denied->what))}};
}

std::optional<Refusal> refused(const inspect::Facts& facts, const Rules& rules,
                               Which which)
{
    Refusals refusals;
    const auto& client = facts.client;
    if (which == Which::All && client.reverse)
        add_reverse(refusals, client, rules);
    if (which == Which::All && client.generic)
        add(refusals, rules.reverse_dns.dynamic.action, symbols::rdns_dynamic,
            dynamic_wording(rules.organization, client));
    if (which == Which::All && client.helo)
        add_helo(refusals, *client.helo, rules);
    for (const auto& fact : client.lists)
        if (which == Which::All || fact.list->override_never)
            add_list(refusals, fact, facts);
    return strictest(std::move(refusals));
}

} // namespace mailreeve::policy
