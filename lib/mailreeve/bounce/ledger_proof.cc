#include "mailreeve/bounce/check.hh"
#include "mailreeve/bounce/reported.hh"
#include "mailreeve/bounce/trial.hh"

#include <string>
#include <vector>

namespace mailreeve::bounce {

namespace {

using Kind = Proof::Kind;
using Result = Proof::Result;

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

// A message that was handed in once for each recipient has an entry for each: then that
// of the recipient who failed.
const Entry* own_entry(const Trial& trial, const std::vector<Entry>& entries)
{
    const Entry* own = nullptr;
    for (const auto& entry : entries) {
        if (!trial.is_by_recipient(entry))
            continue;
        if (reported(trial, entry) == Reported::Among)
            return &entry;
        own = own == nullptr ? &entry : own;
    }
    return own;
}

// Whether the message was in the ledger at all.
bool try_entries(Trial& trial, std::string_view id, const std::vector<Entry>& entries)
{
    if (const auto* own = own_entry(trial, entries))
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
    const auto& messages = trial.inquiry.messages();
    if (messages.empty())
        return trial.add(Kind::MessageId, Result::Absent,
                         "it names no message that it answers");
    bool is_known = false;
    std::string unanswered;
    for (std::size_t n = 0; n < messages.size(); ++n) {
        const auto& lookup = trial.inquiry.by_message(trial.ledger, n);
        is_known = try_entries(trial, messages[n].id, lookup.found) || is_known;
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
                  "message " + bracketed(messages.front().id) +
                      (messages.size() > 1
                           ? " and " + std::to_string(messages.size() - 1) +
                                 " more are not in the ledger"
                           : std::string{" is not in the ledger"}));
}

} // namespace mailreeve::bounce
