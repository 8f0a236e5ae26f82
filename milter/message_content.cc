// What a message brings: kept while it comes, read when it is there.
#include "milter/message.hh"

#include "milter/reply_text.hh"

#include <functional>
#include <system_error>

namespace mailreeve::milter {

namespace {

constexpr std::size_t bounce_memory = Content::max_header;

attachment::SurveyBounds survey_bounds(const attachment::Settings& settings,
                                       const std::filesystem::path& scratch)
{
    attachment::SurveyBounds bounds;
    bounds.in_memory = settings.memory.bytes;
    bounds.scratch = scratch;
    return bounds;
}

// Where nothing is done about files, nothing is done where they could not be seen.
bool acts_on_attachments(const snapshot::Settings& settings)
{
    return settings.mode == policy::Mode::Filter &&
           settings.attachments.mode != attachment::Mode::Report;
}

} // namespace

// Whoever wants to keep a copy back, or to judge what is in it, needs all of it.
bool Message::keeps_all() const
{
    return gate_.quarantine != nullptr || snapshot().judges_attachments();
}

void Message::prepare_content()
{
    if (!connection_.agreement.has_body())
        return;
    const auto& settings = snapshot().settings();
    if (keeps_all())
        content_.emplace(ContentBounds{settings.attachments.max_message.bytes,
                                       settings.attachments.memory.bytes,
                                       gate_.scratch});
    else if (transaction_->origin() != inspect::Origin::Outbound)
        content_.emplace(ContentBounds{settings.bounces.scan.bytes,
                                       settings.bounces.scan.bytes + bounce_memory,
                                       gate_.scratch});
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
        reads_ = content_ && transaction_ &&
                 transaction_->origin() != inspect::Origin::Outbound &&
                 transaction_->wants_reading() &&
                 bounce::may_be_bounce(sender_, content_->fields());
    return *reads_;
}

// Bytes that nobody will want are not asked for: of most mail, where attachments are
// not judged. What turns out later to be held all the same, the MTA holds.
bool Message::wants_body()
{
    return snapshot().judges_attachments() || is_read() ||
           (gate_.quarantine != nullptr && transaction_->may_be_kept());
}

Answer Message::body(std::string_view chunk)
{
    const bool wanted = content_ && wants_body();
    if (!wanted)
        content_.reset(); // what is left of it is no message
    return wanted && content_->body(chunk) ? Answer::Continue : Answer::Skip;
}

// Whether anything but its header is read.
bool Message::is_looked_at()
{
    return content_ && (snapshot().judges_attachments() || is_read());
}

// What an MTA brings again when it tries again: not the fields that it adds itself.
std::uint64_t Message::fingerprint()
{
    return std::hash<std::string_view>{}(content_->raw());
}

void Message::read_what_came_back()
{
    if (!is_read())
        return;
    bounce::ReadingLimits limits;
    limits.message = Content::max_header + snapshot().settings().bounces.scan.bytes;
    transaction_->came_back(
        bounce::read(sender_, content_->raw(), content_->is_complete(), limits));
}

// The answer where they could not be looked at, and the message must not pass unseen.
std::optional<Answer> Message::look_at_attachments(Mta& mta)
{
    if (!snapshot().judges_attachments() || !content_)
        return std::nullopt;
    const bool acts = acts_on_attachments(snapshot().settings());
    if (!content_->is_complete() && !acts)
        return std::nullopt;
    if (content_->is_lost())
        return turn_away(mta, Stage::End, no_disk(), "spool");
    if (!content_->is_complete())
        return turn_away(mta, Stage::End, too_large(), "limit");
    try {
        const auto& settings = snapshot().settings().attachments;
        survey_ = attachment::survey(
            content_->raw(), gate_.unpacker, survey_bounds(settings, gate_.scratch),
            gate_.clock.now() + settings.time, gate_.clock, [&mta] { mta.progress(); });
    } catch (const std::system_error& error) { // of the machine, not of the message
        if (gate_.rate.allows("attachments"))
            gate_.log.write(log::Severity::Error,
                            log::Record{"attachments"}.with("failed", error.what()));
        if (!acts)
            return std::nullopt;
        return turn_away(mta, Stage::End, internal_error(), "attachments");
    }
    transaction_->brought(*survey_);
    return std::nullopt;
}

} // namespace mailreeve::milter
