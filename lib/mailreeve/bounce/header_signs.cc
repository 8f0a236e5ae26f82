#include "mailreeve/bounce/header_signs.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/daemons.hh"
#include "mailreeve/bounce/phrases.hh"
#include "mailreeve/mime/parameter.hh"
#include "mailreeve/mime/words.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t max_subject = 300;
constexpr std::size_t max_value = 2000;     // of a field, that is looked at
constexpr std::size_t max_looked_at = 2000; // fields

constexpr std::array<std::string_view, 3> non_delivery_fields{
    "x-failed-recipients", "x-ms-exchange-message-is-ndr", "x-bounce-reason"};
constexpr std::array<std::string_view, 9> reply_fields{
    "x-autoreply",      "x-autoreply-from", "x-auto-reply-from",
    "x-autorespond",    "x-autoresponder",  "x-autoresponse",
    "x-mail-autoreply", "x-auto-response",  "x-ms-exchange-inbox-rules-autoreply"};
constexpr std::array<std::string_view, 4> list_fields{
    "list-id", "list-post", "list-unsubscribe", "x-mailing-list"};

template <class Names>
bool is_one_of(const mail::HeaderField& field, const Names& names)
{
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return field.is(name); });
}

std::string first_word(std::string_view raw)
{
    const auto value = ascii::trim(raw.substr(0, max_value));
    return ascii::lower(value.substr(0, value.find_first_of("; \t\r\n(")));
}

void read_type(HeaderSigns& signs, std::string_view raw)
{
    const auto type = mime::read_value(raw.substr(0, max_value)).value;
    signs.report = signs.report || type == "multipart/report" ||
                   type == "message/delivery-status" ||
                   type == "message/global-delivery-status" ||
                   type == "message/disposition-notification" ||
                   type == "message/global-disposition-notification" ||
                   type == "message/feedback-report";
    signs.partial = signs.partial || type == "message/partial";
    signs.tnef = signs.tnef || type == "application/ms-tnef";
}

void read_subject(HeaderSigns& signs, std::string_view raw)
{
    if (!signs.subject.empty())
        return;
    signs.subject =
        plain_words(mime::decoded_words(raw.substr(0, max_value)), max_subject);
    std::string_view words = signs.subject;
    const auto read = [&] {
        signs.bounce_subject = bounce_subjects().at_front(words);
        signs.reply_subject = reply_subjects().at_front(words);
        signs.receipt_subject = receipt_subjects().at_front(words);
        signs.challenge_subject = challenge_subjects().at_front(words);
        signs.conversation =
            signs.conversation || conversation_subjects().at_front(words).has_value();
    };
    read();
    signs.complaint_subject = complaint_sentences().find(words);
    // RFC 7489 7.2.1.1, RFC 8460 5.3; not that such a report did not arrive
    signs.aggregate = signs.aggregate || (!signs.bounce_subject &&
                                          words.find("report domain:") != words.npos &&
                                          words.find("submitter:") != words.npos);
    // "[Postmaster] Email Delivery Failure", "*** Undeliverable ***"
    const auto close =
        words.starts_with('[') ? words.find(']') : std::string_view::npos;
    words.remove_prefix(close == std::string_view::npos ? 0 : close + 1);
    words.remove_prefix(std::min(words.find_first_not_of("*!<\"' "), words.size()));
    if (words.size() != signs.subject.size() && !signs.bounce_subject &&
        !signs.reply_subject)
        read();
}

void read_submission(HeaderSigns& signs, std::string_view raw)
{
    const auto word = first_word(raw);
    signs.auto_replied = signs.auto_replied || word == "auto-replied" ||
                         word == "auto_replied" || word == "autoreplied";
    signs.machine = signs.machine || (word != "no" && !word.empty());
}

void read_precedence(HeaderSigns& signs, std::string_view raw)
{
    const auto word = first_word(raw);
    signs.reply_field =
        signs.reply_field || word == "auto_reply" || word == "auto-reply";
    signs.machine = signs.machine || word == "junk" || word == "bulk";
    signs.list = signs.list || word == "list";
}

void read_return_path(HeaderSigns& signs, std::string_view raw)
{
    const auto path = ascii::trim(raw.substr(0, max_value));
    signs.null_sender = signs.null_sender || path == "<>";
    signs.other_sender = signs.other_sender || (!path.empty() && path != "<>");
    signs.daemon = signs.daemon || (!path.empty() && path != "<>" && is_daemon(path));
    signs.mailer_daemon = signs.mailer_daemon || is_mailer_daemon(path);
}

void read_from(HeaderSigns& signs, std::string_view raw)
{
    signs.mailer_daemon = signs.mailer_daemon || is_mailer_daemon(raw);
    signs.daemon = signs.daemon || signs.mailer_daemon || is_daemon(raw);
}

void read_field(HeaderSigns& signs, const mail::HeaderField& field)
{
    if (field.is("From"))
        read_from(signs, field.value);
    else if (field.is("Subject"))
        read_subject(signs, field.value);
    else if (field.is("Content-Type"))
        read_type(signs, field.value);
    else if (field.is("Auto-Submitted"))
        read_submission(signs, field.value);
    else if (field.is("Precedence"))
        read_precedence(signs, field.value);
    else if (field.is("X-Auto-Response-Suppress"))
        signs.machine = true;
    else if (field.is("In-Reply-To") || field.is("References"))
        signs.answers = true;
    else if (field.is("X-MS-Journal-Report"))
        signs.journal = true;
    else if (field.is("TLS-Report-Domain")) // RFC 8460 5.3
        signs.aggregate = true;
    else if (field.is("X-Apple-Action")) // macOS Server: RULES, VACATION
        signs.reply_field =
            signs.reply_field || first_word(field.value).starts_with("vacation");
    signs.non_delivery = signs.non_delivery || is_one_of(field, non_delivery_fields);
    signs.reply_field = signs.reply_field || is_one_of(field, reply_fields);
    signs.list = signs.list || is_one_of(field, list_fields);
}

// fml, a list manager, answers as LIST-admin; posts come from who wrote them.
bool is_from_fml(std::span<const mail::HeaderField> header)
{
    const auto has = [&](std::string_view name, std::string_view part) {
        return std::ranges::any_of(header, [&](const auto& field) {
            return field.is(name) && field.value.find(part) != std::string::npos;
        });
    };
    return has("X-MLServer", "fml") && has("From", "-admin@");
}

} // namespace

bool HeaderSigns::any() const
{
    return null_sender || daemon || non_delivery || report || auto_replied ||
           reply_field || partial || tnef || bounce_subject || reply_subject ||
           receipt_subject || challenge_subject || complaint_subject;
}

HeaderSigns header_signs(const mail::Address* sender,
                         std::span<const mail::HeaderField> header)
{
    HeaderSigns signs;
    if (sender != nullptr) {
        signs.null_sender = sender->is_null();
        signs.other_sender = !sender->is_null();
        signs.daemon = is_daemon_name(sender->local());
        signs.mailer_daemon = is_mailer_daemon(sender->local());
    }
    header = header.first(std::min(header.size(), max_looked_at));
    for (const auto& field : header) {
        read_field(signs, field);
        if (sender == nullptr && field.is("Return-Path"))
            read_return_path(signs, field.value);
    }
    signs.list_manager = is_from_fml(header);
    signs.daemon = signs.daemon || signs.list_manager;
    return signs;
}

} // namespace mailreeve::bounce
