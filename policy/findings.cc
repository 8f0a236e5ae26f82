#include "policy/findings.hh"

#include "policy/attachments.hh"
#include "policy/bounces.hh"
#include "policy/symbols.hh"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

namespace mailreeve::policy {

using score::Finding;
using score::Points;

namespace {

using Findings = std::vector<Finding>;

// A rule with `action: accept` is an administrator's word that the fact counts nothing.
template <class Rule>
Points points_of(const Rule& rule)
{
    return rule.action == decltype(rule.action)::Accept ? Points{} : rule.points;
}

void add(Findings& to, std::string_view symbol, const rdns::Rule& rule,
         std::string evidence)
{
    to.push_back({std::string{symbol}, points_of(rule), std::move(evidence)});
}

void add_reverse(Findings& to, const rdns::ReverseName& reverse,
                 const rdns::Settings& rules)
{
    switch (reverse.state) {
    case rdns::State::Missing:
        return add(to, symbols::rdns_missing, rules.missing, reverse.detail);
    case rdns::State::Unconfirmed:
        return add(to, symbols::rdns_unconfirmed, rules.unconfirmed, reverse.detail);
    case rdns::State::InvalidName:
        return add(to, symbols::rdns_invalid, rules.invalid, reverse.detail);
    case rdns::State::TemporaryFailure:
        to.push_back(
            score::unknown(std::string{symbols::rdns_unknown}, reverse.detail));
        return;
    case rdns::State::Confirmed:
    case rdns::State::Exempt:
        return;
    }
}

bool says_no(rdns::Known answer)
{
    return answer == rdns::Known::No;
}

void add_helo(Findings& to, const rdns::HeloFacts& helo,
              const rdns::HeloSettings& rules)
{
    struct Check {
        bool holds;
        std::string_view symbol;
        const rdns::Rule& rule;
    };
    const bool resolves_not = says_no(helo.resolves);
    const std::array checks{
        Check{!helo.fqdn && !helo.literal, symbols::helo_not_fqdn, rules.not_fqdn},
        Check{helo.literal_wrong, symbols::helo_literal_wrong, rules.literal_wrong},
        Check{helo.own_name, symbols::helo_own_name, rules.own_name},
        Check{resolves_not, symbols::helo_unresolvable, rules.unresolvable},
        // What does not resolve cannot match: told once.
        Check{says_no(helo.matches) && !resolves_not, symbols::helo_mismatch,
              rules.mismatch},
    };
    for (const auto& check : checks)
        if (check.holds)
            add(to, check.symbol, check.rule, helo.name);
    if (helo.fqdn && helo.resolves == rdns::Known::Unknown)
        to.push_back(score::unknown(std::string{symbols::helo_unknown}, helo.name));
}

std::string_view why(rbl::Unusable unusable)
{
    switch (unusable) {
    case rbl::Unusable::NoAnswer:
        return "no answer";
    case rbl::Unusable::NotWaitedFor:
        return "silent, not waited for";
    case rbl::Unusable::Refused:
        return "refused us";
    case rbl::Unusable::NotBlocklist:
        return "answered from outside 127/8";
    case rbl::Unusable::UnknownCode:
        break;
    }
    return "answered with a code that is not configured";
}

std::string evidence_of(const rbl::ListFact& fact, const rbl::Hit& hit,
                        const std::string& text)
{
    auto evidence = fact.list->zone + '=' + hit.code.text();
    if (fact.subject != rbl::Subject::Client)
        evidence += " for " + fact.asked;
    return text.empty() ? evidence : evidence + " \"" + text + '"';
}

// `allowance` is what allow lists may still take off.
void add_list(Findings& to, const rbl::ListFact& fact, Points& allowance)
{
    if (const auto* unusable = std::get_if<rbl::Unusable>(&fact.listing)) {
        to.push_back(score::unknown(
            fact.list->symbol, fact.list->zone + ": " + std::string{why(*unusable)}));
        return;
    }
    const auto* listed = std::get_if<rbl::Listed>(&fact.listing);
    if (listed == nullptr)
        return;
    for (const auto& hit : listed->hits) {
        const auto points =
            std::max(hit.points, Points::hundredths(-allowance.hundredths()));
        if (points < Points{})
            allowance += points;
        to.push_back({hit.symbol, points, evidence_of(fact, hit, listed->evidence)});
    }
}

void add_bounce(Findings& to, const inspect::BounceFact& fact,
                const bounce::OutcomeRules& rules)
{
    const auto found = bounce_rule(fact, rules);
    if (!found)
        return;

    auto evidence =
        std::string{bounce::name(fact.judgement.kind)} + ": " + fact.judgement.detail;
    if (fact.storm)
        evidence += " (one of very many to this recipient)";
    if (fact.learning)
        evidence += " (learning: counts nothing)";
    to.push_back({std::string{found->symbol},
                  fact.learning ? Points{} : points_of(found->rule),
                  std::move(evidence)});
}

// In the order of trust::What; nobody is denied as a recipient.
constexpr std::array symbols_of_denial{symbols::denied_network, symbols::denied_client,
                                       symbols::denied_sender};
constexpr std::array symbols_of_trust{symbols::allowed_network, symbols::allowed_client,
                                      symbols::allowed_sender,
                                      symbols::allowed_recipient};

void add_match(Findings& to, const std::optional<trust::Match>& match,
               std::span<const std::string_view> names)
{
    if (match)
        to.push_back({std::string{names[static_cast<std::size_t>(match->what)]},
                      {},
                      match->entry});
}

} // namespace

Findings findings(const inspect::Facts& facts, const Rules& rules)
{
    Findings all;
    add_match(all, facts.denied, symbols_of_denial);
    add_match(all, facts.allowed, symbols_of_trust);
    const auto& client = facts.client;
    if (client.reverse)
        add_reverse(all, *client.reverse, rules.reverse_dns);
    if (client.generic)
        add(all, symbols::rdns_dynamic, rules.reverse_dns.dynamic,
            client.generic->evidence);
    if (client.helo)
        add_helo(all, *client.helo, rules.helo);
    if (facts.bounce)
        add_bounce(all, *facts.bounce, rules.bounces);
    std::ranges::move(attachment_findings(facts, rules), std::back_inserter(all));
    auto allowance = rules.allow_limit;
    for (const auto& fact : client.lists)
        add_list(all, fact, allowance);
    return all;
}

} // namespace mailreeve::policy
