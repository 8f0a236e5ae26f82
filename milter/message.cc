#include "milter/message.hh"

#include "milter/reply_text.hh"

#include <algorithm>
#include <numeric>

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
    prepare_content();
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
    policy::Decision decision;
    decision.verdict = policy::Quarantine{"failed on it before, not judged"};
    auto told = record(Stage::End);
    told.note = "unjudged";
    // Not where a recipient was let through without a judgement on him.
    const bool ours = is_storable() && transaction_ &&
                      transaction_->recipients() == recipients_.count();
    if (ours) {
        std::vector<std::size_t> everybody(transaction_->recipients());
        std::iota(everybody.begin(), everybody.end(), std::size_t{0});
        if (const auto failed =
                keep(mta, quarantine::Why::Unjudged, decision, everybody))
            return *failed;
    } else if (connection_.agreement.grants(action::quarantine)) {
        mta.quarantine("mailreeve " + id_.text() + ": failed on it before, not judged");
    } else {
        return turn_away(mta, Stage::End, internal_error(), "fault");
    }
    gate_.metrics.count(Stage::End, decision);
    tell(told, &decision);
    return ours ? Answer::Discard : Answer::Continue;
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
