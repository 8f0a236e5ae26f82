#include "mailreeve/inspect/bounce_inspection.hh"

#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/standing.hh"
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

Mode mode_now(const Services& services, const Subjects& subjects,
              const Recipient& recipient)
{
    if (configured_mode(subjects, recipient) == Mode::Off)
        return Mode::Off;
    const auto& domain = *recipient.address.domain();
    const auto since = services.ledger->stamping_since(domain);
    return bounce::standing(subjects.bounces, domain, since, services.clock->wall())
        .now;
}

bounce::Judgement judge(const Services& services, const Subjects& subjects,
                        const bounce::Reading& reading,
                        const bounce::Reception& reception)
{
    const auto& settings = subjects.bounces;
    const bounce::Verifier verifier{
        [&services] { return services.keys->copy(); },
        *services.ledger,
        *services.clock,
        {settings.lifetime, settings.per_recipient, settings.header}};
    return verifier.judge(reading, reception,
                          services.asking == Asking::ForMail ? bounce::Counting::Yes
                                                             : bounce::Counting::No);
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
                                      const Subjects& subjects,
                                      const bounce::Reading& reading,
                                      const Recipient& recipient, Origin origin)
{
    BounceFact fact;
    fact.mode = mode_now(services, subjects, recipient);
    if (fact.mode == Mode::Off || services.ledger == nullptr ||
        services.keys == nullptr)
        return std::nullopt;
    fact.judgement = judge(services, subjects, reading,
                           {recipient.written, origin == Origin::Outbound});
    fact.never_sends = subjects.never_sends.contains(recipient.address);
    if (services.storm != nullptr && claims_failure(fact.judgement))
        fact.storm = services.storm->note(recipient.address, services.clock->now());
    return fact;
}

} // namespace mailreeve::inspect
