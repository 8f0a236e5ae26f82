#include "milter/session.hh"

#include "milter/guard.hh"
#include "milter/reply_text.hh"

#include <utility>

namespace mailreeve::milter {

Session::Session(const Gate& gate, const Agreement& agreement)
    : gate_{gate}, agreement_{agreement}
{
    connection_.agreement = agreement;
    for (const auto feature : lacking(agreement))
        if (gate_.rate.allows(feature))
            gate_.log.write(log::Severity::Warning,
                            log::Record{"mta"}.with("offers_no", feature));
}

Session::~Session()
{
    const auto close = [this] {
        abort();
        return true;
    };
    guarded(false, close, [](std::string_view) { return false; });
}

// Nothing is refused where no reply was agreed on: RCPT does it.
Answer Session::settled(Stage stage) const
{
    return agreement_.is_silent(stage) ? Answer::NoReply : Answer::Continue;
}

Answer Session::connect(Mta& mta, std::string_view host,
                        const std::optional<net::IpAddress>& address)
{
    const auto timer = gate_.metrics.time(Stage::Connect);
    abort();
    inspection_.reset();
    connection_ = meet(agreement_, mta, host, address);
    if (!place_)
        place_ = gate_.admission.open_session();
    if (!place_ && !agreement_.is_silent(Stage::Connect))
        return turn_away(mta, Stage::Connect, too_many_sessions());
    if (place_)
        inspect_by(gate_.current.copy());
    return settled(Stage::Connect);
}

void Session::inspect_by(const std::shared_ptr<const snapshot::Snapshot>& snapshot)
{
    inspection_ = snapshot->inspect(connection_.client);
    generation_ = snapshot->generation();
    if (!connection_.helo.empty())
        inspection_->helo(connection_.helo);
}

Answer Session::helo(std::string_view name)
{
    const auto timer = gate_.metrics.time(Stage::Helo);
    connection_.helo = name.substr(0, max_name);
    if (inspection_)
        inspection_->helo(connection_.helo);
    return settled(Stage::Helo);
}

Answer Session::mail(Mta& mta, std::string_view sender,
                     const MailParameters& parameters)
{
    const auto timer = gate_.metrics.time(Stage::Mail);
    abort();
    const auto submitted = submission(connection_, mta, sender);
    by_hand_ = submitted.by_hand;
    if (!place_)
        return settled(Stage::Mail);
    const auto snapshot = gate_.current.copy();
    message_ = std::make_unique<Message>(gate_, connection_, snapshot, sender);
    if (!inspection_ || generation_ != snapshot->generation())
        inspect_by(snapshot);
    message_->begin(submitted, parameters, inspection_);
    return settled(Stage::Mail);
}

// Why there is no message.
policy::Reply Session::obstacle() const
{
    return place_ ? internal_error() : too_many_sessions();
}

Answer Session::recipient(Mta& mta, std::string_view recipient)
{
    const auto timer = gate_.metrics.time(Stage::Recipient);
    if (message_)
        return message_->recipient(mta, recipient);
    if (by_hand_) // no recipient of it may be refused: its end will be
        return Answer::Continue;
    return turn_away(mta, Stage::Recipient, obstacle());
}

Answer Session::header(std::string_view name, std::string_view value)
{
    if (message_)
        message_->header(name, value);
    return settled(Stage::Header);
}

Answer Session::body(std::string_view chunk)
{
    const auto answer = message_ ? message_->body(chunk) : Answer::Skip;
    return agreement_.skips() ? answer : Answer::Continue;
}

Answer Session::end_of_message(Mta& mta)
{
    const auto timer = gate_.metrics.time(Stage::End);
    if (!message_)
        return turn_away(mta, Stage::End, obstacle());
    const auto answer = message_->end(mta);
    message_.reset();
    return answer;
}

void Session::abort()
{
    if (!message_)
        return;
    message_->abandon();
    message_.reset();
}

Answer Session::failed(Mta& mta, Stage stage, std::string_view what)
{
    const auto ended = stage == Stage::End ? std::move(message_) : nullptr;
    if (auto* message = ended ? ended.get() : message_.get())
        return message->fail(mta, stage, what);
    VerdictRecord told;
    told.stage = stage;
    told.client = connection_.client;
    gate_.metrics.count_fault(stage);
    gate_.log.write(log::Severity::Error, fault_line(told, what));
    if (agreement_.is_silent(stage))
        return Answer::NoReply;
    return turn_away(mta, stage, internal_error());
}

// Of the connection: it has an id of its own.
Answer Session::turn_away(Mta& mta, Stage stage, const policy::Reply& reply)
{
    const auto id = Id::make(gate_.clock.wall());
    const auto shown = presentable(reply, id);
    VerdictRecord told;
    told.id = id.text();
    told.stage = stage;
    told.client = connection_.client;
    told.helo = connection_.helo;
    told.reply = line(shown);
    told.note = place_ ? "fault" : "limit";
    gate_.metrics.count_refusal(stage);
    if (gate_.log.wants(log::Severity::Info))
        gate_.log.write(log::Severity::Info, verdict_line(told, nullptr));
    return refuse(mta, shown);
}

} // namespace mailreeve::milter
