#include "mailreeve/inspect/bounce_inspection.hh"

#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/storm.hh"

namespace mailreeve::inspect {

namespace {

using bounce::Mode;
using bounce::Outcome;

// None that is in force: nothing is stamped, or judged.
Mode configured_mode(const Subjects& subjects, const Recipient& recipient)
{
    const auto& domain = recipient.address.domain();
    if (!domain || !subjects.local.has(*domain))
        return Mode::Off;
    return subjects.bounces.rules_for(*domain).mode;
}

// Mail that left before its domain was stamped still bounces for a while.
bool is_learning(const Services& services, const Subjects& subjects,
                 const mail::Domain& domain)
{
    const auto learning = subjects.bounces.learning;
    if (learning == std::chrono::seconds{0})
        return false;
    const auto since = services.ledger->stamping_since(domain);
    return !since || services.clock->wall() - *since < learning;
}

Mode mode_now(const Services& services, const Subjects& subjects,
              const Recipient& recipient)
{
    const auto mode = configured_mode(subjects, recipient);
    const bool acts = mode == Mode::Liberal || mode == Mode::Strict;
    return acts && is_learning(services, subjects, *recipient.address.domain())
               ? Mode::Learn
               : mode;
}

bounce::Judgement judge(const Services& services, const Subjects& subjects,
                        CameBack& back, const bounce::Reception& reception)
{
    const auto& settings = subjects.bounces;
    const bounce::Verifier verifier{
        [&services] { return services.keys->copy(); },
        *services.ledger,
        *services.clock,
        {settings.lifetime, settings.per_recipient, settings.header}};
    return verifier.judge(back.reading, reception,
                          services.asking == Asking::ForMail ? bounce::Counting::Yes
                                                             : bounce::Counting::No,
                          back.inquiry);
}

bool claims_failure(const bounce::Judgement& judgement)
{
    return (judgement.kind == bounce::Class::Dsn ||
            judgement.kind == bounce::Class::Bounce) &&
           (judgement.outcome == Outcome::Invalid ||
            judgement.outcome == Outcome::Unverifiable);
}

} // namespace

bool wants_bounces(const Subjects& subjects, const Recipient& recipient, Origin origin)
{
    return origin != Origin::Outbound &&
           configured_mode(subjects, recipient) != Mode::Off;
}

std::optional<BounceFact> bounce_fact(const Services& services,
                                      const Subjects& subjects, CameBack& back,
                                      const Recipient& recipient, Origin origin)
{
    BounceFact fact;
    fact.mode = mode_now(services, subjects, recipient);
    if (fact.mode == Mode::Off || services.ledger == nullptr ||
        services.keys == nullptr)
        return std::nullopt;
    fact.judgement = judge(services, subjects, back,
                           {recipient.written, origin == Origin::Outbound});
    fact.never_sends = subjects.never_sends.contains(recipient.address);
    if (services.storm != nullptr && claims_failure(fact.judgement))
        fact.storm = services.storm->note(recipient.address, services.clock->now());
    return fact;
}

} // namespace mailreeve::inspect
