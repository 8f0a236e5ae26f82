#include "mailreeve/bounce/inquiry.hh"

#include "mailreeve/bounce/judge.hh"

#include <algorithm>
#include <span>

namespace mailreeve::bounce {

namespace {

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

template <class T>
Lookup<T> not_asked()
{
    return {false, "it has not answered before", {}};
}

} // namespace

Inquiry::Inquiry(const Reading& reading)
{
    const auto add = [&](const std::string& id) {
        if (!id.empty() && messages_.size() < max_message_ids_tried &&
            std::ranges::find(messages_, id, &Message::id) == messages_.end())
            messages_.push_back({id, std::nullopt});
    };
    add(reading.message_id);
    for (const auto& reference : reading.references)
        if (may_refer(reading.kind, reference.source))
            add(reference.message_id);
}

const Lookup<std::vector<Entry>>& Inquiry::by_message(const Ledger& ledger,
                                                      std::size_t number)
{
    auto& message = messages_.at(number);
    if (!message.lookup && unanswered_ >= max_unanswered)
        message.lookup.emplace(not_asked<std::vector<Entry>>());
    else if (!message.lookup && number > 0)
        ask_for_others(ledger);
    else if (!message.lookup) {
        message.lookup = ledger.by_message(hash_of(message.id), max_entries_tried);
        unanswered_ += message.lookup->answered ? 0U : 1U;
    }
    return *message.lookup;
}

void Inquiry::ask_for_others(const Ledger& ledger)
{
    std::vector<MessageHash> hashes;
    for (const auto& message : std::span{messages_}.subspan(1))
        hashes.push_back(hash_of(message.id));
    auto lookups = ledger.by_messages(hashes, max_entries_tried);
    const auto fails = [](const auto& lookup) { return !lookup.answered; };
    unanswered_ += std::ranges::any_of(lookups, fails) ? 1U : 0U;
    for (std::size_t n = 0; n < lookups.size(); ++n)
        messages_[n + 1].lookup = std::move(lookups[n]);
}

const Lookup<std::optional<Entry>>&
Inquiry::by_nonce(const Ledger& ledger, const Nonce& nonce, WallTime stamped)
{
    const auto found = nonces_.find({nonce, stamped});
    if (found != nonces_.end())
        return found->second;
    auto lookup = unanswered_ < max_unanswered ? ledger.by_nonce(nonce, stamped)
                                               : not_asked<std::optional<Entry>>();
    unanswered_ += lookup.answered ? 0U : 1U;
    return nonces_.emplace(std::pair{nonce, stamped}, std::move(lookup)).first->second;
}

} // namespace mailreeve::bounce
