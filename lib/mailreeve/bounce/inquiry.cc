#include "mailreeve/bounce/inquiry.hh"

#include "mailreeve/bounce/judge.hh"

#include <algorithm>

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

template <class T, class Ask>
Lookup<T> Inquiry::asked(const Ask& ask)
{
    if (unanswered_ >= max_unanswered)
        return {false, "it has not answered before", {}};
    auto lookup = ask();
    unanswered_ += lookup.answered ? 0U : 1U;
    return lookup;
}

const Lookup<std::vector<Entry>>& Inquiry::by_message(const Ledger& ledger,
                                                      std::size_t number)
{
    auto& message = messages_.at(number);
    if (!message.lookup)
        message.lookup = asked<std::vector<Entry>>(
            [&] { return ledger.by_message(hash_of(message.id), max_entries_tried); });
    return *message.lookup;
}

const Lookup<std::optional<Entry>>&
Inquiry::by_nonce(const Ledger& ledger, const Nonce& nonce, WallTime stamped)
{
    const auto found = nonces_.find({nonce, stamped});
    if (found != nonces_.end())
        return found->second;
    return nonces_
        .emplace(std::pair{nonce, stamped}, asked<std::optional<Entry>>([&] {
                     return ledger.by_nonce(nonce, stamped);
                 }))
        .first->second;
}

} // namespace mailreeve::bounce
