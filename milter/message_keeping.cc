// What is kept back, and what goes on without its attachments.
#include "milter/message.hh"

#include "mailreeve/mime/words.hh"
#include "milter/reply_text.hh"
#include "snapshot/verdict_headers.hh"

#include <algorithm>
#include <numeric>

namespace mailreeve::milter {

namespace {

std::string reason_of(const policy::Decision& decision)
{
    const auto* kept = std::get_if<policy::Quarantine>(&decision.verdict);
    return kept != nullptr ? kept->reason : "attachments were taken out";
}

// The first of them, as people read it.
std::string subject_of(const CollectedHeaders& headers)
{
    const auto& subjects = headers.subjects();
    return subjects.empty() ? std::string{}
                            : mime::decoded_words(subjects.front().value);
}

std::vector<std::size_t> all_of(std::size_t count)
{
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

void change_header(Mta& mta, const attachment::HeaderChange& change,
                   const Agreement& agreement)
{
    const auto value =
        (agreement.leading_space() ? " " : "") + change.value.value_or("");
    if (change.index == 0)
        mta.append_header(change.name, value);
    else if (change.value)
        mta.change_header(change.name, change.index, value);
    else
        mta.delete_header(change.name, change.index);
}

// Gathers what is behind the header into pieces that the protocol carries.
class BodyWriter {
public:
    BodyWriter(Mta& mta, std::size_t header) : mta_{mta}, header_{header} {}

    void write(std::string_view piece)
    {
        const auto skipped = std::min(header_, piece.size());
        header_ -= skipped;
        piece.remove_prefix(skipped);
        while (!piece.empty()) {
            const auto taken = piece.substr(0, largest - gathered_.size());
            gathered_ += taken;
            piece.remove_prefix(taken.size());
            if (gathered_.size() == largest)
                flush();
        }
    }

    // An empty body needs a piece, too: without one the old body stays.
    void finish()
    {
        if (!gathered_.empty() || !sent_)
            flush();
    }

private:
    static constexpr std::size_t largest = 65'535;

    void flush()
    {
        mta_.replace_body(gathered_);
        gathered_.clear();
        sent_ = true;
    }

    Mta& mta_;
    std::size_t header_;
    std::string gathered_;
    bool sent_ = false;
};

} // namespace

bool Message::is_storable() const
{
    return gate_.quarantine != nullptr && content_ && content_->is_complete();
}

// An MTA that takes nobody off its envelope must hold or pass all of a message.
policy::Holding Message::holding() const
{
    return is_storable() && connection_.agreement.grants(action::delete_recipients)
               ? policy::Holding::Recipients
               : policy::Holding::Message;
}

// Whose copies are kept, and what goes on changed: on disk before the MTA hears of it
// (promise 1). The answer where that failed.
std::optional<Answer> Message::keep(Mta& mta, const policy::Ruling& ruling)
{
    const auto everybody = all_of(ruling.recipients.size());
    if (policy::is_held(ruling.message.verdict) && is_storable())
        return keep(mta, quarantine::Why::Held, ruling.message, everybody);
    if (!ruling.held.empty())
        if (auto failed = keep(mta, quarantine::Why::Held,
                               ruling.recipients[ruling.held.front()], ruling.held))
            return failed;
    if (ruling.message.removals.empty())
        return std::nullopt;
    if (!connection_.agreement.grants(action::change_body | action::change_headers |
                                      action::add_headers))
        return turn_away(mta, Stage::End, cannot_strip(), "strip");
    return keep(mta, quarantine::Why::Stripped, ruling.message, everybody);
}

std::optional<Answer> Message::keep(Mta& mta, quarantine::Why why,
                                    const policy::Decision& decision,
                                    const std::vector<std::size_t>& whose)
{
    if (!is_storable())
        return turn_away(mta, Stage::End, no_disk(), "quarantine");
    try {
        gate_.quarantine->keep(held(why, decision, whose), content_->raw());
        return std::nullopt;
    } catch (const quarantine::NotKept& error) {
        if (gate_.rate.allows("quarantine"))
            gate_.log.write(log::Severity::Error,
                            log::Record{"quarantine"}.with("failed", error.what()));
        return turn_away(mta, Stage::End, no_disk(), "quarantine");
    }
}

quarantine::Held Message::held(quarantine::Why why, const policy::Decision& decision,
                               const std::vector<std::size_t>& whose) const
{
    quarantine::Held held;
    held.id = id_.text();
    held.why = why;
    held.at = gate_.clock.wall();
    held.queue_id = queue_id_;
    held.client = connection_.client.address ? connection_.client.address->text() : "";
    held.helo = connection_.helo;
    held.sender = sender_.text();
    const auto all = transaction_->addressed();
    for (std::size_t i = 0; i < all.size(); ++i)
        (std::ranges::find(whose, i) != whose.end() ? held.recipients : held.others)
            .push_back(all[i].written.raw());
    held.direction = inspect::name(transaction_->origin());
    held.reason = reason_of(decision);
    held.findings = snapshot::findings_value(decision.findings);
    held.subject = subject_of(headers_);
    for (const auto& removal : decision.removals)
        held.removed.push_back(removal.path + ": " + removal.rule);
    return held;
}

void Message::take_off(Mta& mta, const std::vector<std::size_t>& whose) const
{
    const auto all = transaction_->addressed();
    for (const auto i : whose)
        mta.delete_recipient(all[i].written.raw());
}

// The new body is whole before the first byte of it goes (RELIABILITY F6), and its
// pieces go last: an MTA takes nothing else between them.
void Message::strip(Mta& mta, const snapshot::Stripping& stripping)
{
    const auto& agreement = connection_.agreement;
    mta.insert_header(std::string{attachment::stripped_field},
                      (agreement.leading_space() ? " " : "") + stripping.field);
    for (const auto& change : stripping.plan.header)
        change_header(mta, change, agreement);
    BodyWriter writer{mta, content_->body_begin()};
    attachment::splice(content_->raw(), stripping.plan.edits,
                       [&writer](std::string_view piece) { writer.write(piece); });
    writer.finish();
}

// Ours now, all of it: the MTA need not know it any more.
Answer Message::discard(const policy::Ruling& ruling)
{
    auto told = record(Stage::End);
    told.differing = differing(ruling);
    told.note = "kept";
    gate_.metrics.count(Stage::End, ruling.message);
    gate_.poison.forget(key(Stage::End));
    tell(told, &ruling.message);
    return Answer::Discard;
}

} // namespace mailreeve::milter
