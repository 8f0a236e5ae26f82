#include "milter/message.hh"

#include "milter/reply_text.hh"

#include <algorithm>

namespace mailreeve::milter {

namespace {

// An address past this is none, and is judged and shown by its beginning.
mail::Address address_of(std::string_view text)
{
    return mail::Address::tolerant(text.substr(0, mail::max_path));
}

std::string authserv_id(const snapshot::Snapshot& snapshot,
                        const Connection& connection)
{
    const auto& configured = snapshot.settings().hostname;
    return configured.empty() ? connection.mta_name : configured;
}

} // namespace

Message::Message(const Gate& gate, const Connection& connection,
                 std::shared_ptr<const snapshot::Snapshot> snapshot,
                 std::string_view sender)
    : gate_{gate}, connection_{connection}, snapshot_{std::move(snapshot)},
      place_{gate.admission.begin_message()}, id_{Id::make(gate.clock.wall())},
      sender_{address_of(sender)}, headers_{authserv_id(*snapshot_, connection),
                                            snapshot_->settings().bounces.header}
{
}

void Message::begin(const inspect::Submission& submission,
                    const MailParameters& parameters,
                    std::shared_ptr<inspect::ClientInspection> client)
{
    by_hand_ = submission.by_hand;
    parameters_ = parameters;
    const auto origin = snapshot_->origin(connection_.client, submission);
    transaction_.emplace(snapshot_, std::move(client), sender_, origin);
    if (origin != inspect::Origin::Outbound && connection_.agreement.has_body())
        content_.emplace(snapshot().settings().bounces.scan.bytes);
}

void Message::header(std::string_view name, std::string_view value)
{
    headers_.add(name, value);
    if (content_)
        content_->header(name, value);
}

// Asked once the header is known.
bool Message::is_read()
{
    if (!reads_)
        reads_ = content_ && transaction_ && transaction_->wants_reading() &&
                 bounce::may_be_bounce(sender_, content_->fields());
    return *reads_;
}

Answer Message::body(std::string_view chunk)
{
    return is_read() && content_->body(chunk) ? Answer::Continue : Answer::Skip;
}

void Message::read_what_came_back()
{
    if (!is_read())
        return;
    bounce::ReadingLimits limits;
    limits.message = Content::max_header + snapshot().settings().bounces.scan.bytes;
    transaction_->came_back(
        bounce::read(sender_, content_->raw(), content_->is_complete(), limits));
    content_.reset();
}

// One budget for the whole message: fifty recipients do not wait fifty times.
Deadline Message::deadline()
{
    if (!deadline_)
        deadline_ = gate_.clock.now() + snapshot().settings().dns.budget;
    return *deadline_;
}

Answer Message::recipient(Mta& mta, std::string_view text)
{
    queue_id_ = mta.macro("i");
    const auto recipient = address_of(text);
    last_recipient_ = recipient.text();
    if (unjudged_)
        return let_through();
    if (recipients_.count() >= max_recipients)
        return over_limit(mta, Stage::Recipient, too_many_recipients());
    if (failed_ || !transaction_)
        return strike(mta, Stage::Recipient);
    const auto work = gate_.admission.begin_work();
    if (!work)
        return over_limit(mta, Stage::Recipient, too_much_work());
    return judge_recipient(mta, recipient);
}

Answer Message::let_through()
{
    recipients_.add(last_recipient_);
    return Answer::Continue;
}

Answer Message::judge_recipient(Mta& mta, const mail::Address& recipient)
{
    const auto decision = transaction_->recipient(recipient, deadline());
    const auto* reply = policy::reply(decision.verdict);
    if (reply == nullptr) {
        ++judged_;
        return let_through();
    }
    const auto shown = presentable(*reply, id_);
    auto told = record(Stage::Recipient);
    told.reply = line(shown);
    gate_.metrics.count(Stage::Recipient, decision);
    tell(told, &decision);
    return refuse_recipient(mta, shown);
}

// Postfix takes a refused recipient of mail that was handed in for an error of its
// configuration, and keeps the mail for ever (MILTER_README). So the whole of it is
// refused, at its end; but not a bounce, as nobody is left who would hear of it.
Answer Message::refuse_recipient(Mta& mta, const policy::Reply& shown)
{
    if (!by_hand_)
        return refuse(mta, shown);
    if (shown.code < 500 || !sender_.is_null())
        owed_ = shown;
    return let_through();
}

Answer Message::over_limit(Mta& mta, Stage stage, const policy::Reply& reply)
{
    return turn_away(mta, stage, reply, "limit");
}

// Without a judgement.
Answer Message::turn_away(Mta& mta, Stage stage, const policy::Reply& reply,
                          std::string_view note)
{
    const auto shown = presentable(reply, id_);
    auto told = record(stage);
    told.reply = line(shown);
    told.note = note;
    gate_.metrics.count_refusal(stage);
    tell(told, nullptr);
    return stage == Stage::Recipient ? refuse_recipient(mta, shown)
                                     : refuse(mta, shown);
}

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
    return headers_.beyond_bounds() > 0 &&
           transaction_->origin() != inspect::Origin::Outbound &&
           snapshot().settings().mode == policy::Mode::Filter;
}

Answer Message::judge_message(Mta& mta)
{
    read_what_came_back();
    const auto end = transaction_->end(deadline());
    std::string lacking;
    if (policy::reply(end.message.verdict) == nullptr) {
        if (const auto refused = mark(mta, lacking))
            return *refused;
        lacking += take_tags_off(mta);
    }
    auto told = record(Stage::End);
    const auto enacted = enact(closing(end.message), mta);
    told.differing = differing(end);
    told.reply = enacted.reply;
    told.lacking = lacking + (lacking.empty() || enacted.lacking.empty() ? "" : ",") +
                   enacted.lacking;
    gate_.metrics.count(Stage::End, end.message);
    gate_.poison.forget(key(Stage::End));
    tell(told, &end.message);
    return enacted.answer;
}

Leaving Message::leaving() const
{
    return {snapshot().settings(),
            sender_,
            headers_,
            connection_,
            parameters_,
            id_,
            authserv_id(snapshot(), connection_)};
}

// The answer where it could not be marked and so must not leave.
std::optional<Answer> Message::mark(Mta& mta, std::string& lacking)
{
    const auto leaving = this->leaving();
    if (transaction_->origin() != inspect::Origin::Outbound || sender_.is_null())
        return std::nullopt;
    if (!gets_marks(leaving)) {
        gate_.metrics.count_stamp(StampResult::NotOurs);
        return std::nullopt;
    }
    const auto result =
        gate_.stamper.mark(outgoing(leaving, transaction_->addressed(), queue_id_));
    if (const auto* unmarked = std::get_if<bounce::Unmarked>(&result)) {
        gate_.metrics.count_stamp(StampResult::Failed);
        if (snapshot().settings().mode == policy::Mode::Filter)
            return not_marked(mta, *unmarked);
        lacking = "stamp";
        return std::nullopt;
    }
    gate_.metrics.count_stamp(StampResult::Stamped);
    lacking = add_marks(leaving, std::get<bounce::Marks>(result), mta);
    return std::nullopt;
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
std::string Message::take_tags_off(Mta& mta) const
{
    if (snapshot().settings().mode == policy::Mode::Observe)
        return {};
    for (const auto& recipient : transaction_->addressed()) {
        if (!recipient.is_tagged())
            continue;
        if (!connection_.agreement.grants(action::add_recipients |
                                          action::delete_recipients))
            return "tag_removal";
        mta.delete_recipient(recipient.written.raw());
        mta.add_recipient(recipient.address.text());
    }
    return {};
}

std::vector<std::string> Message::differing(const snapshot::Transaction::End& end) const
{
    std::vector<std::string> names;
    if (recipients_.count() != judged_)
        return names;
    const auto verdict = policy::name(end.message.verdict);
    const auto known = std::min(end.recipients.size(), recipients_.shown().size());
    for (std::size_t i = 0; i < known; ++i) {
        const auto own = policy::name(end.recipients[i].verdict);
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
            authserv_id(snapshot(), connection_),
            address ? transaction_->iprev() : "",
            address ? address->text() : ""};
}

void Message::abandon()
{
    if (recipients_.count() == 0)
        return;
    auto told = record(Stage::End);
    told.note = "aborted";
    gate_.metrics.count_aborted();
    tell(told, nullptr);
}

Answer Message::fail(Mta& mta, Stage stage, std::string_view what)
{
    failed_ = true;
    gate_.metrics.count_fault(stage);
    gate_.log.write(log::Severity::Error, fault_line(record(stage), what));
    if (stage == Stage::Recipient || stage == Stage::End)
        return strike(mta, stage);
    if (connection_.agreement.is_silent(stage))
        return Answer::NoReply;
    return turn_away(mta, stage, internal_error(), "fault");
}

Answer Message::strike(Mta& mta, Stage stage)
{
    const bool last = gate_.poison.strike(key(stage));
    if (!last)
        return turn_away(mta, stage, internal_error(), "fault");
    if (stage == Stage::End)
        return hold_unjudged(mta);
    unjudged_ = true;
    return let_through();
}

// Neither refused nor delivered unseen: whoever runs the host decides.
Answer Message::hold_unjudged(Mta& mta)
{
    if (!connection_.agreement.grants(action::quarantine))
        return turn_away(mta, Stage::End, internal_error(), "fault");
    mta.quarantine("mailreeve " + id_.text() + ": failed on it before, not judged");
    policy::Decision decision;
    decision.verdict = policy::Quarantine{"failed on it before, not judged"};
    auto told = record(Stage::End);
    told.note = "unjudged";
    gate_.metrics.count(Stage::End, decision);
    tell(told, &decision);
    return Answer::Continue;
}

// What an MTA brings again when it tries again.
std::string Message::key(Stage stage) const
{
    const auto& address = connection_.client.address;
    const auto who = (address ? address->text() : "-") + '|' + sender_.text() + '|';
    if (stage == Stage::Recipient)
        return who + last_recipient_;
    const auto& id = headers_.message_id();
    return who + (id ? id->text() : std::to_string(headers_.count()));
}

VerdictRecord Message::record(Stage stage) const
{
    VerdictRecord told;
    told.id = id_.text();
    told.queue_id = queue_id_;
    told.stage = stage;
    told.client = connection_.client;
    told.origin = transaction_ ? transaction_->origin() : inspect::Origin::Inbound;
    told.helo = connection_.helo;
    told.sender = sender_.text();
    if (stage == Stage::Recipient)
        told.recipients.add(last_recipient_);
    else
        told.recipients = recipients_;
    if (const auto& id = headers_.message_id())
        told.message_id = id->text();
    return told;
}

void Message::tell(const VerdictRecord& record, const policy::Decision* decision) const
{
    if (gate_.log.wants(log::Severity::Info))
        gate_.log.write(log::Severity::Info, verdict_line(record, decision));
}

} // namespace mailreeve::milter
