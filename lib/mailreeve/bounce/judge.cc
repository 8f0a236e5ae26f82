#include "mailreeve/bounce/judge.hh"

#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/reported.hh"
#include "mailreeve/bounce/trial.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::bounce {

namespace {

using Result = Proof::Result;

constexpr std::size_t max_reason = 2 * max_quoted; // of a file's name and an error

struct Verdict {
    Outcome outcome;
    std::string detail;
};

bool is_reply(Class kind)
{
    return kind == Class::Mdn || kind == Class::AutoReply || kind == Class::Challenge;
}

std::uint64_t limit_of(const Trial& trial, const std::optional<Entry>& entry,
                       Outcome outcome)
{
    const std::uint64_t each = trial.settings.per_recipient;
    if (outcome == Outcome::ValidForwarded)
        return each;
    return each * (entry ? std::max(entry->recipient_count, std::uint32_t{1})
                         : recipients_without_entry);
}

Verdict proven(Trial& trial, Counting counting)
{
    Verdict verdict{Outcome::Valid, trial.tried.back().detail};
    if (!trial.witness)
        return verdict;
    const auto& [nonce, stamped, looked_up] = *trial.witness;
    const auto entry = looked_up ? looked_up : trial.by_nonce(nonce, stamped).found;
    if (entry && reported(trial, *entry) == Reported::Others)
        verdict = {Outcome::ValidForwarded,
                   verdict.detail + "; it did not go to the recipient that failed"};
    // A list has as many who are away as it has readers, and nobody forges replies.
    if (counting == Counting::No || is_reply(trial.reading.kind))
        return verdict;
    const auto count =
        trial.ledger.count_bounce(nonce, stamped, hash_of(trial.reading.own_id));
    const auto limit = limit_of(trial, entry, verdict.outcome);
    if (count.answered && count.found > limit)
        return {Outcome::Replayed, verdict.detail + "; this is bounce " +
                                       std::to_string(count.found) +
                                       " of that message, and at most " +
                                       std::to_string(limit) + " are believed"};
    return verdict;
}

// Why the first proof that could not be held against keys or ledger was not.
std::string unknown(const Trial& trial)
{
    const auto proof = std::ranges::find(trial.tried, Result::Unknown, &Proof::result);
    return proof->detail.substr(0, max_reason);
}

Verdict unproven(const Trial& trial)
{
    if (is_reply(trial.reading.kind))
        return {Outcome::NotBounce, "a reply; nothing proves what it answers"};
    if (trial.has(Result::Expired))
        return {Outcome::Expired, "what proves it is ours and too old"};
    if (trial.has(Result::Unknown))
        return {Outcome::Unverifiable, "it cannot be verified now: " + unknown(trial)};
    if (trial.reading.headers == Where::None)
        return {Outcome::Unverifiable, "it returned no headers to verify"};
    return {Outcome::Invalid, "headers were returned and nothing proves that the "
                              "message was ours"};
}

void try_all(Trial& trial)
{
    for (auto* const next :
         {try_batv, try_envelope_ids, try_stamps, try_message_ids, try_path})
        if (!trial.is_proven)
            next(trial);
}

bool is_welcome(Outcome outcome)
{
    return outcome == Outcome::Valid || outcome == Outcome::ValidForwarded;
}

Verdict decide(Trial& trial, Counting counting)
{
    try_all(trial);
    if (trial.is_proven && trial.tried.back().kind == Proof::Kind::Path)
        return {Outcome::Exempt, trial.tried.back().detail};
    auto verdict = trial.is_proven ? proven(trial, counting) : unproven(trial);
    if (trial.reception.by_us && !is_welcome(verdict.outcome))
        verdict.outcome = Outcome::Exempt; // replayed, but by our own MTA
    return verdict;
}

} // namespace

void try_path(Trial& trial)
{
    if (trial.reception.by_us)
        trial.add(Proof::Kind::Path, Result::Proven,
                  "it comes from our own networks or MTA");
    else
        trial.add(Proof::Kind::Path, Result::Absent, "it comes from outside");
}

Verifier::Verifier(Keys keys, Ledger& ledger, const Clock& clock,
                   VerifierSettings settings)
    : keys_{std::move(keys)}, ledger_{ledger}, clock_{clock}, settings_{
                                                                  std::move(settings)}
{
}

Judgement Verifier::judge(const Reading& reading, const Reception& reception,
                          Counting counting) const
{
    Inquiry inquiry{reading};
    return judge(reading, reception, counting, inquiry);
}

Judgement Verifier::judge(const Reading& reading, const Reception& reception,
                          Counting counting, Inquiry& inquiry) const
{
    Judgement judgement{reading.kind, reading.headers, Outcome::NotBounce, {}, {}};
    if (reading.kind == Class::None || reading.kind == Class::Report) {
        judgement.detail = "it tells of no delivery";
        return judgement;
    }
    static const KeyRing no_keys{{}};
    const auto keys = keys_();
    Trial trial{reading,
                reception,
                normalised(reception.recipient),
                keys ? *keys : no_keys,
                clock_.wall(),
                settings_,
                ledger_,
                inquiry};
    auto [outcome, detail] = decide(trial, counting);
    judgement.outcome = outcome;
    judgement.detail = std::move(detail);
    judgement.proofs = std::move(trial.tried);
    return judgement;
}

} // namespace mailreeve::bounce
