#include "mailreeve/bounce/batv.hh"
#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/envelope_id.hh"
#include "mailreeve/bounce/stamp.hh"
#include "mailreeve/bounce/trial.hh"

#include <functional>
#include <optional>
#include <string>

namespace mailreeve::bounce {

namespace {

using Kind = Proof::Kind;
using Result = Proof::Result;

// A stamp or an envelope id.
struct Token {
    Kind kind;
    std::string words; // "stamp k=1a2b3c4d of 2026-11-20 14:03"
    Nonce nonce;
    WallTime time;
    std::function<Check(const std::string& sender)> check;
};

template <class Parsed>
std::string words_of(std::string_view name, const Parsed& parsed)
{
    std::string words{name};
    return words.append(" k=")
        .append(parsed.key_id)
        .append(" of ")
        .append(time_words(parsed.time));
}

// A clock that was wrong when the stamp was made, or is now, proves and refutes
// nothing: the MAC is ours.
Result result_of(Check check, const KeyRing& ring)
{
    switch (check) {
    case Check::Good:
        return Result::Proven;
    case Check::Expired:
        return Result::Expired;
    case Check::FromFuture:
        return Result::Unknown;
    case Check::UnknownKey:
        return ring.keys().empty() ? Result::Unknown : Result::Refuted;
    case Check::Forged:
        break;
    }
    return Result::Refuted;
}

std::string said_of(Check check, const Trial& trial)
{
    switch (check) {
    case Check::Good:
        return " was made for mail of " + bracketed(trial.to);
    case Check::Expired:
        return " was made for mail of " + bracketed(trial.to) + " and is too old";
    case Check::FromFuture:
        return " was made for mail of " + bracketed(trial.to) +
               " and is from the future: clocks disagree";
    case Check::UnknownKey:
        return trial.ring.keys().empty() ? " cannot be verified without any key"
                                         : " names a key that is not in the ring";
    case Check::Forged:
        break;
    }
    return " was not made by any of our keys for mail of " + bracketed(trial.to);
}

void add_forged(Trial& trial, const Token& token,
                const Lookup<std::optional<Entry>>& lookup)
{
    const auto& entry = lookup.found;
    if (!lookup.answered)
        trial.add(token.kind, Result::Unknown,
                  token.words + " was not made for mail of " + bracketed(trial.to) +
                      "; for whose the ledger cannot say: " + lookup.why);
    else if (entry && !trial.is_by_recipient(*entry))
        trial.add(token.kind, Result::Refuted,
                  token.words + " was made for " + bracketed(entry->sender) +
                      ", the bounce came to " + bracketed(trial.to));
    else if (entry)
        trial.add(token.kind, Result::Refuted,
                  token.words + " was made for another message of " +
                      bracketed(trial.to) +
                      ", or From, Message-ID or the stamp was "
                      "changed");
    else
        trial.add(token.kind, Result::Refuted,
                  token.words + said_of(Check::Forged, trial));
}

// A bounce may come to the author instead of the sender of the envelope. Who that was
// the ledger knows, and the MAC must hold for him.
void try_token(Trial& trial, const Token& token)
{
    auto check = token.check(trial.to);
    std::optional<Entry> entry;
    if (check == Check::Forged) {
        const auto& lookup = trial.by_nonce(token.nonce, token.time);
        if (lookup.found && trial.is_by_recipient(*lookup.found))
            check = token.check(lookup.found->sender);
        if (check == Check::Forged)
            return add_forged(trial, token, lookup);
        entry = lookup.found;
    }
    trial.add(token.kind, result_of(check, trial.ring),
              token.words + said_of(check, trial));
    if (check == Check::Good)
        trial.witness = Witness{token.nonce, token.time, std::move(entry)};
}

void try_stamp(Trial& trial, const Returned& block, const std::string& value)
{
    const auto stamp = Stamp::parse(value);
    if (!stamp)
        return trial.add(Kind::Stamp, Result::Refuted,
                         "no stamp of ours can read " + bracketed(value));
    const auto first = [&](std::string_view name) {
        for (const auto& field : block.fields)
            if (field.is(name))
                return std::string_view{field.value};
        return std::string_view{};
    };
    auto bound =
        bounce::bound(trial.reception.recipient, first("From"), first("Message-ID"));
    try_token(trial, {Kind::Stamp, words_of("stamp", *stamp), stamp->nonce, stamp->time,
                      [&](const std::string& sender) {
                          bound.sender = sender;
                          return verify(*stamp, bound, trial.ring, trial.now,
                                        trial.settings.lifetime);
                      }});
}

} // namespace

void try_batv(Trial& trial)
{
    const auto found = untag(trial.reception.recipient, trial.ring, trial.now);
    if (!found)
        return trial.add(Kind::Batv, Result::Absent,
                         "the recipient carries no tag of ours");
    trial.add(Kind::Batv, result_of(found->check, trial.ring),
              "the recipient's tag" + said_of(found->check, trial));
}

void try_envelope_ids(Trial& trial)
{
    std::size_t tried = 0;
    for (const auto& text : trial.reading.envelope_ids) {
        const auto id = EnvelopeId::parse(text);
        if (!id)
            continue; // another's, who has his own form
        if (++tried > max_envelope_ids_tried)
            return trial.add(Kind::EnvelopeId, Result::Refuted,
                             "more envelope ids than are tried");
        try_token(trial, {Kind::EnvelopeId, words_of("envelope id", *id), id->nonce,
                          id->time, [&](const std::string& sender) {
                              return verify(*id, sender, trial.ring, trial.now,
                                            trial.settings.lifetime);
                          }});
        if (trial.is_proven)
            return;
    }
    if (tried == 0)
        trial.add(Kind::EnvelopeId, Result::Absent, "there is no envelope id of ours");
}

void try_stamps(Trial& trial)
{
    std::size_t tried = 0;
    for (const auto& block : trial.reading.returned)
        for (const auto& field : block.fields) {
            if (!field.is(trial.settings.stamp_field))
                continue;
            if (++tried > max_stamps_tried)
                return trial.add(Kind::Stamp, Result::Refuted,
                                 "more stamps than are tried");
            try_stamp(trial, block, field.value);
            if (trial.is_proven)
                return;
        }
    if (trial.ring.keys().empty())
        trial.add(Kind::Stamp, Result::Unknown, "there are no keys to verify with");
    else if (tried == 0)
        trial.add(Kind::Stamp, Result::Absent, "no stamp is among returned headers");
}

} // namespace mailreeve::bounce
