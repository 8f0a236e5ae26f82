#include "mailreeve/bounce/non_delivery.hh"

#include "mailreeve/bounce/phrases.hh"

namespace mailreeve::bounce {

namespace {

// What is said of a message that was not delivered, and where.
struct Words {
    std::optional<std::string_view> subject;
    std::optional<std::string_view> sentence;
    bool early = false; // the sentence stands in front
    bool returned = false;
    bool envelope = false; // the sender and recipient of the transaction that failed

    int count() const
    {
        return (subject ? 1 : 0) + (sentence ? 1 : 0) + (returned ? 1 : 0);
    }
    int count_early() const
    {
        return (subject ? 1 : 0) + (early ? 1 : 0) + (returned || envelope ? 1 : 0);
    }
};

// A postmaster writes other things too, and sends summaries of logs, where such words
// come late.
bool says_so_early(std::string_view words)
{
    constexpr std::size_t front = 600;
    return bounce_sentences().find(words.substr(0, front)).has_value();
}

bool tells_envelope(std::string_view words)
{
    return words.find(" mail from: ") != std::string_view::npos &&
           words.find(" rcpt to: ") != std::string_view::npos;
}

Words words_of(const HeaderSigns& header, const BodySigns& body)
{
    return {header.bounce_subject, bounce_sentences().find(body.words),
            says_so_early(body.words), body.returned_header,
            tells_envelope(body.words)};
}

// Apache James answers what it could not deliver: "Re: …", In-Reply-To.
bool answers_as_daemon(const HeaderSigns& header, const Words& words)
{
    return header.daemon && !header.list && words.early && words.envelope;
}

// What no person's message has, whatever it says.
bool has_mark(const HeaderSigns& header, std::string_view report_type)
{
    return header.non_delivery ||
           (header.report && (report_type.empty() || report_type == "delivery-status"));
}

bool looks_like_reply(const HeaderSigns& header)
{
    return header.auto_replied || header.reply_field || header.reply_subject;
}

bool has_plain_subject(const HeaderSigns& header)
{
    return plain_bounce_subjects().at_front(header.subject).has_value();
}

bool is_from_person(const HeaderSigns& header)
{
    return header.other_sender && !header.daemon && !header.machine;
}

// One word of a mail system is enough.
std::string_view null_sender(const HeaderSigns& header, const Words& words,
                             const BodySigns& body)
{
    if (header.mailer_daemon && !looks_like_reply(header))
        return "from a mail system";
    if (header.daemon && (words.count_early() > 0 || header.report))
        return "from a mail system";
    if (words.subject)
        return "null sender";
    if (looks_like_reply(header))
        return {};
    if (words.count() >= 2)
        return "null sender";
    if (body.headers_part || (body.returned_part && header.machine))
        return "null sender, returns a message";
    return {};
}

// These names are people's as well, who write about bounces: two words, or
// the subject that only programs write.
std::string_view daemon(const HeaderSigns& header, const Words& words)
{
    const auto signs = words.count_early();
    if (header.mailer_daemon && signs > 0 && !looks_like_reply(header))
        return "from a mail system";
    if (header.daemon && (signs >= 2 || header.report || has_plain_subject(header)))
        return "from a mail system";
    return {};
}

// By what it says and returns.
std::string_view text(const HeaderSigns& header, const Words& words)
{
    if (looks_like_reply(header) && !words.subject)
        return {};
    if (header.report && words.count() >= 2)
        return "multipart/report";
    if (words.count() == 3 && !is_from_person(header))
        return "returns a message";
    // What follows no person writes, and nobody else has a reason to.
    if (words.sentence && words.sentence->starts_with('"') && words.subject)
        return "a notice of non-delivery"; // JSON
    return words.sentence && has_plain_subject(header) && !is_from_person(header)
               ? "a notice of non-delivery"
               : std::string_view{};
}

// An archive sends messages under the null sender too, so what it encloses tells
// nothing alone.
bool is_told_by_null(const HeaderSigns& header, const Words& words)
{
    return header.null_sender &&
           (words.subject || words.sentence || header.mailer_daemon ||
            (header.daemon && words.returned));
}

std::string_view reason(const HeaderSigns& header, const Words& words,
                        const BodySigns& body)
{
    if (header.non_delivery)
        return "a header field for non-delivery";
    std::string_view why;
    if (header.null_sender)
        why = null_sender(header, words, body);
    else
        why = daemon(header, words);
    return why.empty() ? text(header, words) : why;
}

} // namespace

bool is_conversation(const HeaderSigns& header)
{
    return !header.null_sender && !header.list_manager &&
           (header.list || header.conversation || (header.answers && !header.daemon));
}

std::optional<Verdict> as_bounce(const HeaderSigns& header,
                                 std::string_view report_type, const BodySigns& body)
{
    const bool marked = has_mark(header, report_type);
    const auto words = words_of(header, body);
    if (!marked && is_conversation(header) && !answers_as_daemon(header, words))
        return std::nullopt;
    const auto why = reason(header, words, body);
    if (why.empty())
        return std::nullopt;
    const bool sure = marked || body.headers_part || is_told_by_null(header, words);
    return Verdict{Class::Bounce,
                   said(why, words.subject ? words.subject : words.sentence), sure};
}

} // namespace mailreeve::bounce
