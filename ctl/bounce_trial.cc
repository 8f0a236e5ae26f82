#include "ctl/bounce_trial.hh"

#include "ctl/told_envelope.hh"
#include "mailreeve/bounce/batv.hh"
#include "mailreeve/inspect/bounce_inspection.hh"

#include <utility>
#include <variant>
#include <vector>

namespace mailreeve::ctl {

namespace {

using bounce::Mode;

bounce::Reading read(const MessageFront& message, const BounceScene& scene)
{
    bounce::ReadingLimits limits;
    limits.message = message.text.size();
    return scene.sender ? bounce::read(mail::Address::tolerant(*scene.sender),
                                       message.text, message.is_all, limits)
                        : bounce::read(message.text, message.is_all, limits);
}

bounce::Action action_of(const policy::Verdict& verdict,
                         const std::optional<policy::BounceRule>& rule)
{
    using bounce::Action;
    if (std::holds_alternative<policy::Tag>(verdict))
        return Action::Tag;
    if (std::holds_alternative<policy::Quarantine>(verdict))
        return Action::Quarantine;
    if (std::holds_alternative<policy::Reject>(verdict))
        return Action::Reject;
    return rule && rule->rule.action == Action::Score ? Action::Score : Action::Accept;
}

mail::Address untagged(const mail::Address& recipient, const bounce::KeyRing& ring,
                       WallTime now)
{
    const auto found = bounce::untag(recipient, ring, now);
    const bool ours = found && (found->check == bounce::Check::Good ||
                                found->check == bounce::Check::Expired);
    return ours ? found->address : recipient;
}

} // namespace

BounceTrial::BounceTrial(const snapshot::Settings& settings, StampState& state,
                         const Clock& clock)
    : settings_{settings}, state_{state}, clock_{clock}
{
    for (const auto& pattern : settings.bounces.never_sends)
        never_sends_.insert(pattern);
}

bounce::Standing BounceTrial::standing_of(const mail::Address& recipient) const
{
    const auto& domain = recipient.domain();
    if (!domain || !is_ours(settings_.local, *domain))
        return {Mode::Off, Mode::Off, std::nullopt};
    return bounce::standing(settings_.bounces, *domain,
                            state_.ledger().stamping_since(*domain), clock_.wall());
}

void BounceTrial::judge(BounceReport& report) const
{
    const auto held = state_.rights();
    const auto& bounces = settings_.bounces;
    const bounce::Verifier verifier{
        [this] { return state_.seen().ring; },
        state_.ledger(),
        clock_,
        {bounces.lifetime, bounces.per_recipient, bounces.header}};
    const auto recipient = report.recipient.value_or(mail::Address{});
    report.judgement =
        verifier.judge(report.reading, {recipient, false}, bounce::Counting::No);
    decide(report, untagged(recipient, *state_.seen().ring, clock_.wall()));
}

void BounceTrial::decide(BounceReport& report, const mail::Address& meant) const
{
    report.standing = standing_of(meant);
    if (report.standing.now == Mode::Off)
        return;
    inspect::BounceFact fact;
    fact.judgement = report.judgement;
    fact.mode = report.standing.configured;
    fact.learning = report.standing.now == Mode::Learn;
    fact.sure = report.reading.sure;
    fact.answered = inspect::is_answered(report.judgement);
    fact.never_sends = never_sends_.contains(meant);
    policy::Rules rules;
    rules.bounces = settings_.bounces.outcomes;
    report.rule = policy::bounce_rule(fact, rules.bounces);
    inspect::Facts facts;
    facts.bounce = std::move(fact);
    facts.to_role = inspect::is_role(meant, settings_.local);
    report.action = action_of(policy::bounce_verdict(facts, rules), report.rule);
}

BounceReport BounceTrial::run(const MessageFront& message,
                              const BounceScene& scene) const
{
    BounceReport report;
    const auto header = parse_header(message.text);
    report.sender = scene.sender ? scene.sender : told_sender(header, message.text);
    report.recipient = scene.recipient.empty()
                           ? told_recipient(header, settings_.local)
                           : std::optional{mail::Address::tolerant(scene.recipient)};
    report.reading = read(message, scene);
    judge(report);
    return report;
}

} // namespace mailreeve::ctl
