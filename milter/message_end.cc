// The end of a message: what came back is read, what leaves is marked, and what was
// decided is carried out.
#include "milter/message.hh"

#include "milter/reply_text.hh"

#include <algorithm>
#include <exception>

namespace mailreeve::milter {

Answer Message::end(Mta& mta)
{
    queue_id_ = mta.macro("i");
    if (unjudged_)
        return hold_unjudged(mta);
    if (failed_ || !transaction_)
        return strike(mta, Stage::End);
    if (owed_)
        return refuse(mta, *owed_); // and told at its RCPT
    // An MTA that goes on without a recipient has nothing to be told.
    if (judged_ == 0)
        return Answer::Continue;
    if (is_uncleanable())
        return over_limit(mta, Stage::End, too_many_fields());
    const auto work = gate_.admission.begin_work();
    if (!work)
        return over_limit(mta, Stage::End, too_much_work());
    return judge_message(mta);
}

// What is beyond the bounds would go to its reader untagged, or as if it were ours. It
// would be there again with each new try, so the refusal is final.
bool Message::is_uncleanable() const
{
    const bool stays = transaction_->origin() == inspect::Origin::Outbound &&
                       !gets_marks(leaving()); // nothing is taken off
    return headers_.beyond_bounds() > 0 && !stays &&
           snapshot().settings().mode == policy::Mode::Filter;
}

Answer Message::judge_message(Mta& mta)
{
    std::optional<InFlight::Note> note; // while foreign bytes are being read
    if (gate_.in_flight != nullptr && is_looked_at() && !content_->is_lost())
        note.emplace(*gate_.in_flight, fingerprint());
    if (note && note->is_poison())
        return hold_unjudged(mta);
    read_what_came_back();
    if (const auto refused = look_at_attachments(mta))
        return *refused;
    const auto ruling = transaction_->end(deadline(), holding());
    std::string lacking;
    if (policy::reply(ruling.message.verdict) == nullptr) {
        if (const auto refused = keep(mta, ruling))
            return *refused;
        if (policy::is_held(ruling.message.verdict) && is_storable())
            return discard(ruling);
        if (const auto refused = mark(mta, lacking))
            return *refused;
        take_off(mta, ruling.held); // first: a tag off may bring one of their addresses
        lacking += take_tags_off(mta, ruling.held);
    }
    return carry_out(mta, ruling, lacking);
}

Answer Message::carry_out(Mta& mta, const policy::Ruling& ruling,
                          const std::string& lacking)
{
    std::optional<snapshot::Stripping> stripping; // known before anything is changed
    if (!ruling.message.removals.empty() &&
        policy::reply(ruling.message.verdict) == nullptr)
        stripping = snapshot::stripping(
            *survey_, content_->raw(), ruling.message,
            snapshot::notice(snapshot().settings(), id_.text(), gate_.clock.wall()));
    auto told = record(Stage::End);
    const auto enacted = enact(closing(ruling.message), mta);
    if (stripping) {
        strip(mta, *stripping);
        gate_.metrics.count_stripped(ruling.message.removals.size());
    }
    told.differing = differing(ruling);
    told.reply = enacted.reply;
    told.lacking = lacking + (lacking.empty() || enacted.lacking.empty() ? "" : ",") +
                   enacted.lacking;
    gate_.metrics.count(Stage::End, ruling.message);
    gate_.poison.forget(key(Stage::End));
    tell(told, &ruling.message);
    return enacted.answer;
}

Leaving Message::leaving() const
{
    return {snapshot().settings(), sender_, headers_, connection_, parameters_, id_,
            headers_.authserv_id()};
}

// The answer where it could not be marked and so must not leave.
std::optional<Answer> Message::mark(Mta& mta, std::string& lacking)
{
    const auto leaving = this->leaving();
    if (transaction_->origin() != inspect::Origin::Outbound)
        return std::nullopt;
    if (!gets_marks(leaving)) {
        gate_.metrics.count_stamp(StampResult::NotOurs);
        return std::nullopt;
    }
    const auto result = marks_for(leaving);
    const auto* marks = std::get_if<bounce::Marks>(&result);
    gate_.metrics.count_stamp(marks != nullptr ? StampResult::Stamped
                                               : StampResult::Failed);
    if (marks != nullptr) {
        lacking = add_marks(leaving, *marks, mta);
        return std::nullopt;
    }
    lacking = "stamp";
    return snapshot().settings().mode == policy::Mode::Filter
               ? std::optional{not_marked(mta, std::get<bounce::Unmarked>(result))}
               : std::nullopt;
}

// What is thrown here is no property of the message, and no strike against it: it would
// be taken in unstamped in the end.
std::variant<bounce::Marks, bounce::Unmarked> Message::marks_for(const Leaving& leaving)
{
    using Why = bounce::Unmarked::Why;
    if (!can_be_marked(leaving))
        return bounce::Unmarked{Why::NoKey, "the MTA lets no header be added"};
    try {
        return gate_.stamper.mark(
            outgoing(leaving, transaction_->addressed(), queue_id_));
    } catch (const std::exception& error) {
        return bounce::Unmarked{Why::NoKey, error.what()};
    }
}

// Its bounce would be taken for a forgery: better it leaves later.
Answer Message::not_marked(Mta& mta, const bounce::Unmarked& why)
{
    if (gate_.rate.allows("stamp"))
        gate_.log.write(log::Severity::Error,
                        log::Record{"stamp"}.with("failed", why.detail));
    return turn_away(mta, Stage::End,
                     why.why == bounce::Unmarked::Why::NoKey ? no_key() : no_disk(),
                     "unstamped");
}

// Nobody behind us knows our tags. Returns what the MTA would not have done.
std::string Message::take_tags_off(Mta& mta, const std::vector<std::size_t>& held) const
{
    if (snapshot().settings().mode == policy::Mode::Observe)
        return {};
    const auto all = transaction_->addressed();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& recipient = all[i];
        if (!recipient.is_tagged() || std::ranges::binary_search(held, i))
            continue;
        if (!connection_.agreement.grants(action::add_recipients |
                                          action::delete_recipients))
            return "tag_removal";
        mta.delete_recipient(recipient.written.raw());
        mta.add_recipient(recipient.address.text());
    }
    return {};
}

std::vector<std::string> Message::differing(const policy::Ruling& ruling) const
{
    std::vector<std::string> names;
    if (recipients_.count() != judged_)
        return names;
    const auto verdict = policy::name(ruling.message.verdict);
    const auto known = std::min(ruling.recipients.size(), recipients_.shown().size());
    for (std::size_t i = 0; i < known; ++i) {
        const auto own = policy::name(ruling.recipients[i].verdict);
        if (own != verdict)
            names.push_back(recipients_.shown()[i] + '=' + std::string{own});
    }
    return names;
}

Closing Message::closing(const policy::Decision& decision) const
{
    const auto& address = connection_.client.address;
    return {decision,
            headers_,
            connection_.agreement,
            id_,
            transaction_->origin(),
            snapshot().settings().mode,
            headers_.authserv_id(),
            address ? transaction_->iprev() : "",
            address ? address->text() : ""};
}

} // namespace mailreeve::milter
