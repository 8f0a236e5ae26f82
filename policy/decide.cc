#include "policy/decide.hh"

#include "policy/attachments.hh"
#include "policy/bounces.hh"
#include "policy/checks.hh"
#include "policy/findings.hh"
#include "policy/replies.hh"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

namespace mailreeve::policy {

namespace {

Decision scored(const inspect::Facts& facts, const Rules& rules)
{
    Decision decision;
    decision.findings = findings(facts, rules);
    decision.score = score::sum(decision.findings);
    decision.thresholds = rules.scoring;
    decision.level = score::level(decision.score, rules.scoring);
    return decision;
}

std::optional<Refusal> refusal(const inspect::Facts& facts, const Rules& rules)
{
    if (auto by_list = denied(facts, rules))
        return by_list;
    if (auto never = refused(facts, rules, Which::OverrideNever))
        return never;
    if (facts.allowed)
        return std::nullopt;
    return refused(facts, rules, Which::All);
}

Verdict by_action(ScoreAction action, const Decision& decision, const Rules& rules)
{
    const bool sure = decision.level == score::Level::SureSpam;
    switch (action) {
    case ScoreAction::Accept:
        return Accept{};
    case ScoreAction::Tag:
        return Tag{sure ? rules.surespam_tag : rules.spam_tag};
    case ScoreAction::Quarantine:
        return Quarantine{std::string{score::name(decision.level)} + ' ' +
                          decision.score.text()};
    case ScoreAction::Reject:
        break;
    }
    return Reject{refused_as_spam(rules.organization, decision.score)};
}

Verdict by_score(const inspect::Facts& facts, const Decision& decision,
                 const Rules& rules)
{
    if (facts.allowed || decision.level == score::Level::Clean)
        return Accept{};
    auto action = decision.level == score::Level::SureSpam ? rules.actions.surespam
                                                           : rules.actions.spam;
    if (facts.to_role && action == ScoreAction::Reject)
        action = ScoreAction::Tag; // who runs a domain must be reachable (RFC 2142)
    return by_action(action, decision, rules);
}

// Beside the score: the stricter of the two counts. Who is trusted may bounce what he
// likes.
void weigh_bounce(Decision& decision, const inspect::Facts& facts, const Rules& rules)
{
    if (facts.allowed)
        return;
    auto verdict = bounce_verdict(facts, rules);
    if (verdict.index() <= decision.verdict.index())
        return;
    decision.cause = bounce_rule(*facts.bounce, rules.bounces)->symbol;
    if (facts.bounce->learning)
        decision.withheld = std::move(verdict);
    else
        decision.verdict = std::move(verdict);
}

Decision observed(Decision decision, const Rules& rules)
{
    if (rules.mode != Mode::Observe)
        return decision;
    decision.removals.clear();
    if (decision.verdict != Verdict{Accept{}})
        decision.withheld = std::exchange(decision.verdict, Accept{});
    return decision;
}

bool is_reject(const Decision& decision)
{
    return std::holds_alternative<Reject>(decision.verdict);
}

// By what is done, then by what would be done, then by the level.
auto strictness(const Decision& decision)
{
    const auto withheld = decision.withheld ? decision.withheld->index() + 1 : 0;
    return std::tuple{decision.verdict.index(), withheld, decision.level};
}

// What becomes of a refusal that not all recipients share.
Decision held_back(Decision decision)
{
    if (!is_reject(decision))
        return decision;
    const auto why = decision.cause.empty() ? std::string{score::name(decision.level)} +
                                                  ' ' + decision.score.text()
                                            : decision.cause;
    decision.verdict = Quarantine{why + ", not refused by all recipients"};
    return decision;
}

std::vector<std::size_t> kept_back(const std::vector<Decision>& recipients)
{
    std::vector<std::size_t> held;
    for (std::size_t i = 0; i < recipients.size(); ++i)
        if (is_held(recipients[i].verdict))
            held.push_back(i);
    return held;
}

void add_removals(std::vector<Removal>& to, const std::vector<Removal>& more)
{
    for (const auto& removal : more)
        if (std::ranges::find(to, removal.part, &Removal::part) == to.end())
            to.push_back(removal);
}

// Of all but those who do not get it.
std::size_t find_strictest(const std::vector<Decision>& recipients,
                           const std::vector<std::size_t>& held)
{
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < recipients.size(); ++i)
        if (!std::ranges::binary_search(held, i) &&
            (!found || strictness(recipients[*found]) < strictness(recipients[i])))
            found = i;
    return found.value();
}

std::vector<Removal> removals(const std::vector<Decision>& recipients,
                              const std::vector<std::size_t>& held)
{
    std::vector<Removal> all;
    for (std::size_t i = 0; i < recipients.size(); ++i)
        if (!std::ranges::binary_search(held, i))
            add_removals(all, recipients[i].removals);
    return all;
}

} // namespace

Decision decide_recipient(const inspect::Facts& facts, const Rules& rules)
{
    auto decision = scored(facts, rules);
    if (auto found = refusal(facts, rules)) {
        decision.verdict = std::move(found->verdict);
        decision.cause = std::move(found->cause);
    }
    return observed(std::move(decision), rules);
}

Decision decide_message(const inspect::Facts& facts, const Rules& rules)
{
    auto decision = scored(facts, rules);
    decision.verdict = by_score(facts, decision, rules);
    if (facts.bounce)
        weigh_bounce(decision, facts, rules);
    weigh_attachments(decision, facts, rules);
    return observed(std::move(decision), rules);
}

Ruling combine(std::vector<Decision> recipients, Holding holding)
{
    assert(!recipients.empty());
    Ruling ruling;
    ruling.recipients = recipients;
    if (!std::ranges::all_of(recipients, is_reject))
        for (auto& decision : ruling.recipients)
            decision = held_back(std::move(decision));
    ruling.held = kept_back(ruling.recipients);
    if (holding == Holding::Message || ruling.held.size() == recipients.size())
        ruling.held.clear();
    const auto strictest = find_strictest(recipients, ruling.held);
    ruling.message = ruling.recipients[strictest];
    ruling.message.removals = removals(recipients, ruling.held);
    return ruling;
}

} // namespace mailreeve::policy
