#include "mailreeve/inspect/bounce_inspection.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/standing.hh"
#include "mailreeve/bounce/storm.hh"

#include <algorithm>

namespace mailreeve::inspect {

namespace {

using bounce::Mode;
using bounce::Outcome;

// Off for what is not ours: nothing is stamped, or judged.
Mode configured_mode(const Subjects& subjects, const Recipient& recipient)
{
    const auto& domain = recipient.address.domain();
    if (!domain || !subjects.local.has(*domain))
        return Mode::Off;
    return subjects.bounces.rules_for(*domain).mode;
}

bool is_learning(const Services& services, const Subjects& subjects,
                 const mail::Domain& domain)
{
    return bounce::standing(subjects.bounces, domain,
                            services.ledger->stamping_since(domain),
                            services.clock->wall())
               .now == Mode::Learn;
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

// The sender of mail that our MTA forwarded (SRS): what comes back to it was never
// stamped, and goes on to him who sent it.
bool is_rewritten(const mail::Address& recipient)
{
    const auto& local = recipient.local();
    return local.size() > 4 &&
           (ascii::starts_with(local, "SRS0") || ascii::starts_with(local, "SRS1")) &&
           (local[4] == '=' || local[4] == '+' || local[4] == '-');
}

// What somebody who forges an address brings upon it.
bool is_backscatter(const BounceFact& fact)
{
    const auto kind = fact.judgement.kind;
    const auto outcome = fact.judgement.outcome;
    return fact.answered && fact.sure &&
           (kind == bounce::Class::Dsn || kind == bounce::Class::Bounce) &&
           (outcome == Outcome::Invalid || outcome == Outcome::Unverifiable);
}

} // namespace

bool is_answered(const bounce::Judgement& judgement)
{
    return std::ranges::none_of(judgement.proofs, [](const bounce::Proof& proof) {
        return proof.result == bounce::Proof::Result::Unknown;
    });
}

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
    fact.mode = configured_mode(subjects, recipient);
    if (fact.mode == Mode::Off || services.ledger == nullptr ||
        services.keys == nullptr)
        return std::nullopt;
    fact.judgement = judge(services, subjects, back,
                           {recipient.written, origin == Origin::Outbound});
    fact.learning = is_learning(services, subjects, *recipient.address.domain());
    fact.sure = back.reading.sure && !is_rewritten(recipient.address);
    fact.answered = is_answered(fact.judgement);
    fact.never_sends = subjects.never_sends.contains(recipient.address);
    if (services.storm != nullptr && is_backscatter(fact))
        fact.storm = services.storm->note(recipient.address, services.clock->now());
    return fact;
}

} // namespace mailreeve::inspect
