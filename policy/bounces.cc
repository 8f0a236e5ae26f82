#include "policy/bounces.hh"

#include "policy/replies.hh"
#include "policy/symbols.hh"

namespace mailreeve::policy {

using bounce::Outcome;

namespace {

// What we could not look up, and what may be no bounce at all, is nobody's forgery.
bounce::Rule unproved(const inspect::BounceFact& fact,
                      const bounce::OutcomeRules& rules)
{
    const bool tightened = fact.storm || fact.mode == bounce::Mode::Strict;
    return tightened && fact.sure && fact.answered ? rules.invalid : rules.unverifiable;
}

// Of an address that sends nothing, not even a proof is believed.
bool is_answer(Outcome outcome)
{
    return outcome != Outcome::NotBounce && outcome != Outcome::Exempt;
}

} // namespace

std::optional<BounceRule> bounce_rule(const inspect::BounceFact& fact,
                                      const bounce::OutcomeRules& rules)
{
    const auto outcome = fact.judgement.outcome;
    if (fact.never_sends && is_answer(outcome))
        return BounceRule{symbols::bounce_never_sends, rules.never_sends};
    switch (outcome) {
    case Outcome::Valid:
        return BounceRule{symbols::bounce_valid, {}};
    case Outcome::ValidForwarded:
        return BounceRule{symbols::bounce_forwarded, {}};
    case Outcome::Expired:
        return BounceRule{symbols::bounce_expired, rules.expired};
    case Outcome::Replayed:
        return BounceRule{symbols::bounce_replayed, rules.replayed};
    case Outcome::Invalid:
        return BounceRule{symbols::bounce_invalid,
                          fact.sure ? rules.invalid : rules.unverifiable};
    case Outcome::Unverifiable:
        return BounceRule{symbols::bounce_unverifiable, unproved(fact, rules)};
    case Outcome::NotBounce:
    case Outcome::Exempt:
        break;
    }
    return std::nullopt;
}

Verdict bounce_verdict(const inspect::Facts& facts, const Rules& rules)
{
    const auto found = bounce_rule(*facts.bounce, rules.bounces);
    auto action = found ? found->rule.action : bounce::Action::Accept;
    // Whatever the table says of `unverifiable`: a fault of ours holds nobody's mail.
    if (!facts.bounce->answered && action > bounce::Action::Tag)
        action = bounce::Action::Tag;
    if (facts.to_role && action == bounce::Action::Reject)
        action = bounce::Action::Tag; // as for a score (RFC 2142)
    switch (action) {
    case bounce::Action::Accept:
    case bounce::Action::Score:
        return Accept{};
    case bounce::Action::Tag:
        return Tag{rules.spam_tag};
    case bounce::Action::Quarantine:
        return Quarantine{std::string{bounce::name(facts.bounce->judgement.outcome)} +
                          " bounce"};
    case bounce::Action::Reject:
        break;
    }
    return Reject{refused_bounce(rules.organization)};
}

} // namespace mailreeve::policy
