#include "mailreeve/bounce/check.hh"
#include "mailreeve/bounce/trial.hh"

#include <algorithm>
#include <string>
#include <vector>

namespace mailreeve::bounce {

namespace {

using Kind = Proof::Kind;
using Result = Proof::Result;

// A reply names the message that it answers as every reply of a person does; a notice
// of non-delivery that only does that has not returned anything.
bool may_refer(Class kind, Reference::Source source)
{
    switch (source) {
    case Reference::Source::Returned:
    case Reference::Source::XOriginal:
    case Reference::Source::OriginalMessageId:
        return true;
    case Reference::Source::InReplyTo:
    case Reference::Source::References:
        break;
    }
    return kind == Class::Mdn || kind == Class::AutoReply || kind == Class::Challenge;
}

std::vector<std::string_view> message_ids(const Reading& reading)
{
    std::vector<std::string_view> ids;
    const auto add = [&](std::string_view id) {
        if (!id.empty() && ids.size() < max_message_ids_tried &&
            std::ranges::find(ids, id) == ids.end())
            ids.push_back(id);
    };
    add(reading.message_id);
    for (const auto& reference : reading.references)
        if (may_refer(reading.kind, reference.source))
            add(reference.message_id);
    return ids;
}

std::string words_of(std::string_view id, const Entry& entry)
{
    return "message " + bracketed(id) + " of " + time_words(entry.time);
}

void add_own(Trial& trial, std::string_view id, const Entry& entry)
{
    const auto words = words_of(id, entry) + " was sent by " + bracketed(trial.to);
    switch (check_age(entry.time, trial.now, trial.settings.lifetime)) {
    case Check::Good:
        trial.witness = Witness{entry.nonce, entry.time, entry};
        return trial.add(Kind::MessageId, Result::Proven, words);
    case Check::Expired:
        return trial.add(Kind::MessageId, Result::Expired, words + ", too long ago");
    default:
        return trial.add(Kind::MessageId, Result::Unknown,
                         words + ", in the future: clocks disagree");
    }
}

// Whether the message was in the ledger at all.
bool try_entries(Trial& trial, std::string_view id, const std::vector<Entry>& entries)
{
    const auto own = std::ranges::find_if(
        entries, [&](const Entry& entry) { return trial.is_by_recipient(entry); });
    if (own != entries.end())
        add_own(trial, id, *own);
    else if (!entries.empty())
        trial.add(Kind::MessageId, Result::Refuted,
                  words_of(id, entries.front()) + " was sent by " +
                      bracketed(entries.front().sender) + ", the bounce came to " +
                      bracketed(trial.to));
    return !entries.empty();
}

} // namespace

void try_message_ids(Trial& trial)
{
    const auto ids = message_ids(trial.reading);
    if (ids.empty())
        return trial.add(Kind::MessageId, Result::Absent,
                         "it names no message that it answers");
    bool is_known = false;
    std::string unanswered;
    for (const auto id : ids) {
        const auto lookup = trial.lookups.by_message(hash_of(id));
        is_known = try_entries(trial, id, lookup.found) || is_known;
        if (trial.is_proven)
            return;
        if (!lookup.answered && unanswered.empty())
            unanswered = lookup.why;
    }
    if (!unanswered.empty())
        trial.add(Kind::MessageId, Result::Unknown,
                  "the ledger cannot be read as a whole: " + unanswered);
    else if (!is_known)
        trial.add(Kind::MessageId, Result::Absent,
                  "message " + bracketed(ids.front()) +
                      (ids.size() > 1 ? " and " + std::to_string(ids.size() - 1) +
                                            " more are not in the ledger"
                                      : std::string{" is not in the ledger"}));
}

} // namespace mailreeve::bounce
