#include "mailreeve/bounce/classify.hh"

#include "mailreeve/bounce/non_delivery.hh"
#include "mailreeve/bounce/phrases.hh"

#include <optional>

namespace mailreeve::bounce {

namespace {

using Phrase = std::optional<std::string_view>;

const Phrase& either(const Phrase& a, const Phrase& b)
{
    return a ? a : b;
}

// Mail programs that forward a report inline leave its parts as attachments.
std::optional<Verdict> by_status_part(const HeaderSigns& header, const BodySigns& body)
{
    const bool marked = header.report || header.null_sender || header.non_delivery;
    if (!body.status_part || (!marked && is_conversation(header)))
        return std::nullopt;
    return Verdict{Class::Dsn, "a delivery status part (RFC 3464)",
                   marked || header.daemon || !header.other_sender};
}

std::optional<Verdict> by_structure(const HeaderSigns& header,
                                    std::string_view report_type, const BodySigns& body)
{
    if (body.feedback_part || report_type == "feedback-report")
        return Verdict{Class::Report, "a feedback report (RFC 5965)"};
    if (auto verdict = by_status_part(header, body))
        return verdict;
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

// What has words of bounces and replies in it for other reasons.
bool is_other_report(const HeaderSigns& header, std::string_view report_type,
                     const BodySigns& body)
{
    const bool known = report_type.empty() || report_type == "delivery-status";
    return !header.non_delivery &&
           (header.journal || header.aggregate || body.aggregate || !known);
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
                   said("a complaint", either(header.complaint_subject, phrase)),
                   header.null_sender};
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
    return Verdict{Class::Challenge, said("an automatic message", sentence),
                   header.null_sender || header.auto_replied || header.reply_field};
}

std::optional<Verdict> as_receipt(const HeaderSigns& header, const BodySigns& body)
{
    const auto sentence = receipt_sentences().find(body.words);
    if (!header.receipt_subject || !(header.null_sender || header.report) || !sentence)
        return std::nullopt;
    return Verdict{Class::Mdn, said("a receipt without structure", sentence),
                   header.null_sender || header.report};
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

std::optional<Verdict> as_reply(const HeaderSigns& header, const BodySigns& body)
{
    const auto& phrase = header.reply_subject;
    if (header.auto_replied)
        return Verdict{Class::AutoReply, said("Auto-Submitted: auto-replied", phrase)};
    if (header.reply_field)
        return Verdict{Class::AutoReply,
                       said("a header field of autoresponders", phrase)};
    if (body.calendar)
        return std::nullopt;
    if (header.null_sender && header.machine && header.answers && !header.list)
        return Verdict{Class::AutoReply, said("an automatic answer", phrase)};
    if (!phrase || header.list)
        return std::nullopt;
    if (header.null_sender || header.machine || is_heading(header.subject, phrase))
        return Verdict{Class::AutoReply, said("an automatic message", phrase),
                       header.null_sender};
    return std::nullopt;
}

} // namespace

std::string said(std::string_view who, std::optional<std::string_view> phrase)
{
    std::string text{who};
    if (phrase)
        text.append(", says \"").append(*phrase).append("\"");
    return text;
}

Verdict classify(const HeaderSigns& header, std::string_view report_type,
                 const BodySigns& body)
{
    if (auto verdict = by_structure(header, report_type, body))
        return *verdict;
    if (is_other_report(header, report_type, body))
        return {};
    if (auto verdict = as_complaint(header, body))
        return *verdict;
    if (auto verdict = as_challenge(header, body))
        return *verdict;
    if (auto verdict = as_bounce(header, report_type, body))
        return *verdict;
    if (auto verdict = as_receipt(header, body))
        return *verdict;
    if (auto verdict = as_reply(header, body))
        return *verdict;
    return {};
}

} // namespace mailreeve::bounce
