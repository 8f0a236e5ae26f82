#include "mailreeve/bounce/classify.hh"

#include "mailreeve/bounce/phrases.hh"

#include <optional>

namespace mailreeve::bounce {

namespace {

using Phrase = std::optional<std::string_view>;

std::string said(std::string_view who, const Phrase& phrase)
{
    std::string text{who};
    if (phrase)
        text.append(", says \"").append(*phrase).append("\"");
    return text;
}

const Phrase& either(const Phrase& a, const Phrase& b)
{
    return a ? a : b;
}

std::optional<Verdict> by_structure(std::string_view report_type, const BodySigns& body)
{
    if (body.feedback_part || report_type == "feedback-report")
        return Verdict{Class::Report, "a feedback report (RFC 5965)"};
    if (body.status_part)
        return Verdict{Class::Dsn, "a delivery status part (RFC 3464)"};
    if (body.disposition_part || report_type == "disposition-notification")
        return Verdict{Class::Mdn, "a disposition notification (RFC 8098)"};
    if (body.status_announced)
        return Verdict{Class::Dsn, "a report of delivery status with broken parts"};
    if (body.tnef == Class::Mdn)
        return Verdict{Class::Mdn, "a receipt in TNEF"};
    if (body.tnef == Class::Bounce)
        return Verdict{Class::Bounce, "a report of non-delivery in TNEF"};
    return std::nullopt;
}

std::optional<Verdict> as_complaint(const HeaderSigns& header, const BodySigns& body)
{
    const auto phrase = complaint_sentences().find(body.words);
    const bool told = header.complaint_subject && body.returned_header;
    // JSON has no other sign, and prose none that is as sure.
    const bool json = phrase && phrase->starts_with('"') && header.bounce_subject;
    if (!told && !json)
        return std::nullopt;
    return Verdict{Class::Report,
                   said("a complaint", either(header.complaint_subject, phrase))};
}

// A challenge says so in a sentence; what people write to each other has no sign of a
// machine.
std::optional<Verdict> as_challenge(const HeaderSigns& header, const BodySigns& body)
{
    const bool machine = header.null_sender || header.auto_replied ||
                         header.reply_field || header.machine || body.returned_header;
    const auto sentence = challenge_sentences().find(body.words);
    const bool asked = header.challenge_subject || header.reply_field ||
                       header.auto_replied || header.null_sender;
    if (!sentence || !machine || !asked || header.list || header.daemon ||
        header.non_delivery)
        return std::nullopt;
    return Verdict{Class::Challenge, said("an automatic message", sentence)};
}

bool looks_like_reply(const HeaderSigns& header)
{
    return header.auto_replied || header.reply_field || header.reply_subject;
}

// How many things say that something was not delivered.
int bounce_signs(const HeaderSigns& header, const Phrase& sentence,
                 const BodySigns& body)
{
    return (header.bounce_subject ? 1 : 0) + (sentence ? 1 : 0) +
           (body.returned_header ? 1 : 0);
}

// A postmaster writes other things too, and sends summaries of logs, where such words
// come late.
bool says_so_early(const BodySigns& body)
{
    constexpr std::size_t front = 600;
    return bounce_sentences()
        .find(std::string_view{body.words}.substr(0, front))
        .has_value();
}

// By who sent it.
std::string_view bounce_sender(const HeaderSigns& header, const BodySigns& body)
{
    if (header.non_delivery)
        return "a header field for non-delivery";
    if (header.mailer_daemon && !looks_like_reply(header))
        return "from a mail system";
    if (header.daemon && (header.bounce_subject || header.report ||
                          body.returned_header || says_so_early(body)))
        return "from a mail system";
    if (header.null_sender && header.bounce_subject)
        return "null sender";
    return {};
}

// By what it says and returns.
std::string_view bounce_text(const HeaderSigns& header, const Phrase& sentence,
                             const BodySigns& body)
{
    const auto signs = bounce_signs(header, sentence, body);
    if (looks_like_reply(header) && !header.bounce_subject)
        return {};
    if (header.null_sender && body.returned_part)
        return "null sender, returns a message";
    if ((header.null_sender || header.report) && signs >= 2)
        return "null sender or multipart/report";
    if (signs == 3)
        return "returns a message";
    // What follows no person writes, and nobody else has a reason to.
    const bool json = sentence && sentence->starts_with('"') && header.bounce_subject;
    const bool plain = sentence && plain_bounce_subjects().at_front(header.subject);
    return json || plain ? "a notice of non-delivery" : std::string_view{};
}

std::optional<Verdict> as_bounce(const HeaderSigns& header, const BodySigns& body)
{
    const auto sentence = bounce_sentences().find(body.words);
    auto why = bounce_sender(header, body);
    if (why.empty())
        why = bounce_text(header, sentence, body);
    if (why.empty())
        return std::nullopt;
    return Verdict{Class::Bounce, said(why, either(header.bounce_subject, sentence))};
}

std::optional<Verdict> as_receipt(const HeaderSigns& header, const BodySigns& body)
{
    const auto sentence = receipt_sentences().find(body.words);
    if (!header.receipt_subject || !(header.null_sender || header.report) || !sentence)
        return std::nullopt;
    return Verdict{Class::Mdn, said("a receipt without structure", sentence)};
}

// "Automatic reply: …" is written by programs; the words alone may be anybody's.
bool is_heading(std::string_view subject, const Phrase& phrase)
{
    constexpr std::size_t enough = 8;
    if (!phrase || phrase->size() < enough)
        return false;
    const auto at = subject.find(*phrase) + phrase->size();
    const auto rest = subject.substr(at);
    return phrase->ends_with(':') || rest.starts_with(":") || rest.starts_with(" :") ||
           rest.starts_with("：") || rest.starts_with(" autoreply:");
}

std::optional<Verdict> as_reply(const HeaderSigns& header)
{
    const auto& phrase = header.reply_subject;
    if (header.auto_replied)
        return Verdict{Class::AutoReply, said("Auto-Submitted: auto-replied", phrase)};
    if (header.reply_field)
        return Verdict{Class::AutoReply,
                       said("a header field of autoresponders", phrase)};
    if (header.null_sender && header.machine && header.answers && !header.list)
        return Verdict{Class::AutoReply, said("an automatic answer", phrase)};
    if (!phrase || header.list)
        return std::nullopt;
    if (header.null_sender || header.machine || is_heading(header.subject, phrase))
        return Verdict{Class::AutoReply, said("an automatic message", phrase)};
    return std::nullopt;
}

} // namespace

Verdict classify(const HeaderSigns& header, std::string_view report_type,
                 const BodySigns& body)
{
    if (auto verdict = by_structure(report_type, body))
        return *verdict;
    if (auto verdict = as_complaint(header, body))
        return *verdict;
    if (auto verdict = as_challenge(header, body))
        return *verdict;
    if (auto verdict = as_bounce(header, body))
        return *verdict;
    if (auto verdict = as_receipt(header, body))
        return *verdict;
    if (auto verdict = as_reply(header))
        return *verdict;
    return {};
}

} // namespace mailreeve::bounce
