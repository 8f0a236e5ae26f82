#include "mailreeve/bounce/reading.hh"

#include "test/bounce/sample.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace mailreeve::bounce {

namespace {

struct Case {
    std::string_view file;
    Class kind;
    Where headers;
};

constexpr auto inline_text = Where::InlineText;
constexpr auto headers_part = Where::Rfc822Headers;
constexpr auto whole_part = Where::Rfc822Part;
constexpr auto nowhere = Where::None;

const Case cases[] = {
    {"dsn_postfix", Class::Dsn, whole_part},
    {"dsn_sendmail", Class::Dsn, headers_part},
    {"dsn_headers_misspelt", Class::Dsn, headers_part},
    {"dsn_global", Class::Dsn, headers_part},
    {"dsn_encoded_qp", Class::Dsn, whole_part},
    {"dsn_encoded_base64", Class::Dsn, whole_part},
    {"dsn_text_only_headers_inline", Class::Dsn, inline_text},
    {"dsn_wrong_boundary", Class::Dsn, inline_text},
    {"dsn_wrong_boundary_encoded", Class::Dsn, inline_text},
    {"dsn_boundary_changes", Class::Dsn, inline_text},
    {"dsn_blank_line_in_header", Class::Dsn, whole_part},
    {"dsn_lost_folding", Class::Dsn, whole_part},
    {"dsn_of_dsn", Class::Dsn, whole_part},
    {"dsn_of_dsn_encoded", Class::Dsn, whole_part},
    {"dsn_partial", Class::Dsn, whole_part},
    {"dsn_returns_partial", Class::Dsn, whole_part},
    {"dsn_gmail", Class::Dsn, nowhere},
    {"dsn_exchange_online", Class::Dsn, whole_part},
    {"dsn_mimecast_spaces", Class::Dsn, nowhere},
    {"dsn_no_empty_lines", Class::Dsn, headers_part},
    {"bounce_qmail", Class::Bounce, inline_text},
    {"bounce_exim", Class::Bounce, inline_text},
    {"bounce_sendmail_5", Class::Bounce, inline_text},
    {"bounce_exchange_2003", Class::Bounce, whole_part},
    {"bounce_exchange_2007_html", Class::Bounce, inline_text},
    {"bounce_html_quoted_printable", Class::Bounce, inline_text},
    {"bounce_notes", Class::Bounce, inline_text},
    {"bounce_groupwise", Class::Bounce, whole_part},
    {"bounce_gmail_plain", Class::Bounce, inline_text},
    {"bounce_yahoo", Class::Bounce, inline_text},
    {"bounce_imail", Class::Bounce, inline_text},
    {"bounce_mailmarshal", Class::Bounce, nowhere},
    {"bounce_opensmtpd", Class::Bounce, inline_text},
    {"bounce_ezweb", Class::Bounce, inline_text},
    {"bounce_kddi", Class::Bounce, whole_part},
    {"bounce_mail_ru", Class::Bounce, inline_text},
    {"bounce_zoho", Class::Bounce, inline_text},
    {"bounce_attached_text", Class::Bounce, inline_text},
    {"bounce_quoted", Class::Bounce, inline_text},
    {"bounce_barred", Class::Bounce, inline_text},
    {"bounce_indented", Class::Bounce, inline_text},
    {"bounce_base64_text", Class::Bounce, inline_text},
    {"bounce_part_without_type", Class::Bounce, whole_part},
    {"bounce_summary_in_text", Class::Bounce, inline_text},
    {"bounce_null_sender", Class::Bounce, nowhere},
    {"bounce_sns", Class::Bounce, nowhere},
    {"bounce_fml", Class::Bounce, inline_text},
    {"bounce_tnef", Class::Bounce, nowhere},
    {"bounce_content_type_lost", Class::Bounce, inline_text},
    {"bounce_qmail_returns_parts", Class::Bounce, inline_text},
    {"bounce_exchange_mark", Class::Bounce, whole_part},
    {"bounce_exim_null_sender", Class::Bounce, inline_text},
    {"bounce_attached_null_sender", Class::Bounce, whole_part},
    {"bounce_headers_null_sender", Class::Bounce, headers_part},
    {"bounce_james", Class::Bounce, nowhere},
    {"mdn", Class::Mdn, nowhere},
    {"mdn_plain", Class::Mdn, nowhere},
    {"mdn_tnef", Class::Mdn, nowhere},
    {"reply_rfc3834", Class::AutoReply, nowhere},
    {"reply_exchange", Class::AutoReply, nowhere},
    {"reply_exchange_2003", Class::AutoReply, nowhere},
    {"reply_unknown_language", Class::AutoReply, nowhere},
    {"reply_field", Class::AutoReply, nowhere},
    {"reply_precedence", Class::AutoReply, nowhere},
    {"reply_apple", Class::AutoReply, nowhere},
    {"reply_de", Class::AutoReply, nowhere},
    {"reply_fr", Class::AutoReply, nowhere},
    {"reply_pl", Class::AutoReply, nowhere},
    {"reply_ja", Class::AutoReply, nowhere},
    {"reply_ru", Class::AutoReply, nowhere},
    {"reply_quotes", Class::AutoReply, inline_text},
    {"challenge_null_sender", Class::Challenge, nowhere},
    {"challenge_tmda", Class::Challenge, nowhere},
    {"challenge_verify", Class::Challenge, inline_text},
    {"report_arf", Class::Report, whole_part},
    {"report_before_arf", Class::Report, whole_part},
    {"report_sns", Class::Report, nowhere},
    {"none_forwarded_bounce", Class::None, nowhere},
    {"none_quoted_bounce", Class::None, nowhere},
    {"none_parcel", Class::None, nowhere},
    {"none_bug_tracker", Class::None, nowhere},
    {"none_list_vacation", Class::None, nowhere},
    {"none_confirm_subscription", Class::None, nowhere},
    {"none_dmarc_aggregate", Class::None, nowhere},
    {"none_human_away", Class::None, nowhere},
    {"none_postmaster_writes", Class::None, nowhere},
    {"none_log_summary", Class::None, nowhere},
    {"none_read", Class::None, nowhere},
    {"none_postmaster_answers", Class::None, nowhere},
    {"none_administrator_forwards", Class::None, nowhere},
    {"none_list_quotes_bounce", Class::None, nowhere},
    {"none_quarantine_summary", Class::None, nowhere},
    {"none_person_shows_bounce", Class::None, nowhere},
    {"none_forwarded_parts", Class::None, nowhere},
    {"none_flight_delayed", Class::None, nowhere},
    {"none_mailer_writes", Class::None, nowhere},
    {"none_request_rejected", Class::None, nowhere},
    {"none_monitor", Class::None, nowhere},
    {"none_parcel_missed", Class::None, nowhere},
    {"none_log_from_daemon", Class::None, nowhere},
    {"none_news_of_postmaster", Class::None, nowhere},
    {"none_tlsrpt", Class::None, nowhere},
    {"none_report_of_unknown_type", Class::None, nowhere},
    {"none_dmarc_by_subject", Class::None, nowhere},
    {"none_dmarc_by_file", Class::None, nowhere},
    {"none_journal", Class::None, nowhere},
    {"none_attached_null_sender", Class::None, nowhere},
    {"none_meeting_accepted", Class::None, nowhere},
    {"none_thanks_null_sender", Class::None, nowhere},
};

// How a sample is read under an envelope sender; where the null sender makes it surer,
// and what a postmaster's address makes of it.
struct SenderCase {
    std::string_view file;
    Class under_postmaster;
    bool sure_under_null;
    bool sure_under_postmaster;
};

const SenderCase sender_cases[] = {
    {"dsn_postfix", Class::Dsn, true, true},
    {"dsn_boundary_changes", Class::Dsn, true, true},
    {"dsn_partial", Class::Dsn, true, true},
    {"bounce_exim", Class::Bounce, true, true}, // X-Failed-Recipients
    {"bounce_exchange_mark", Class::Bounce, true, true},
    {"bounce_tnef", Class::Bounce, true, true},
    {"bounce_qmail", Class::Bounce, true, false},
    {"bounce_yahoo", Class::Bounce, true, false},
    {"bounce_notes", Class::Bounce, true, false},
    {"bounce_groupwise", Class::Bounce, true, false},
    {"bounce_exchange_2003", Class::Bounce, true, false},
    {"bounce_sendmail_5", Class::Bounce, true, false},
    {"bounce_fml", Class::Bounce, true, false},
    {"bounce_null_sender", Class::None, true, true},
    {"bounce_attached_null_sender", Class::None, false, true},
    {"bounce_headers_null_sender", Class::None, true, true},
    {"reply_rfc3834", Class::AutoReply, true, true},
    {"reply_de", Class::AutoReply, true, false},
    {"mdn", Class::Mdn, true, true},
};

constexpr std::string_view stamp =
    "v=1; k=2026a; t=1790000000; n=mzxw6ytboi4dq3tf; m=q83vEjRWeJCrze8SNFZ4kA";

bool has_stamp(const Returned& block)
{
    return std::ranges::any_of(block.fields, [](const auto& field) {
        return field.is("X-Mailreeve-Stamp") && mail::unfold(field.value) == stamp;
    });
}

// What is returned within what is returned is one message further in.
bool is_nested(std::string_view file)
{
    return file.starts_with("dsn_of_dsn");
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a message's class follows from its form")
    {
        for (const auto& c : cases) {
            CAPTURE(c.file);
            const auto reading = read(test::bounce_sample(c.file), true);
            CAPTURE(reading.evidence);
            CHECK(name(reading.kind) == name(c.kind));
            CHECK(reading.evidence.empty() == (c.kind == Class::None));
        }
    }

    TEST_CASE("returned headers are found wherever they stand, their stamp exact")
    {
        for (const auto& c : cases) {
            CAPTURE(c.file);
            const auto reading = read(test::bounce_sample(c.file), true);
            CHECK(name(reading.headers) == name(c.headers));
            const bool returned = c.headers != Where::None;
            CHECK(std::ranges::any_of(reading.returned, has_stamp) == returned);
            CHECK(reading.message_id == (is_nested(c.file)
                                             ? "notice.2@relay.example.org"
                                         : returned ? "minutes.1@example.com"
                                                    : ""));
            if (is_nested(c.file))
                CHECK(has_stamp(reading.returned.back()));
        }
    }

    TEST_CASE("what is not cut short is read to its end")
    {
        for (const auto& c : cases) {
            CAPTURE(c.file);
            const auto reading = read(test::bounce_sample(c.file), true);
            CHECK(reading.truncated == (c.file == "dsn_partial"));
        }
    }

    TEST_CASE("words alone are sure under the null sender, and no other")
    {
        const auto postmaster = mail::Address::tolerant("postmaster@example.net");
        for (const auto& c : sender_cases) {
            CAPTURE(c.file);
            const auto raw = test::bounce_sample(c.file);
            const auto returned = read(mail::Address{}, raw, true);
            CHECK(returned.kind != Class::None);
            CHECK(returned.sure == c.sure_under_null);
            const auto sent = read(postmaster, raw, true);
            CAPTURE(sent.evidence);
            CHECK(name(sent.kind) == name(c.under_postmaster));
            CHECK(sent.sure == c.sure_under_postmaster);
        }
    }

    TEST_CASE("under a person's sender no ordinary mail is surely a bounce")
    {
        const auto person = mail::Address::tolerant("carol@example.net");
        const auto daemon = mail::Address::tolerant("postmaster@example.net");
        for (const auto& c : cases) {
            if (c.kind != Class::None)
                continue;
            CAPTURE(c.file);
            const auto raw = test::bounce_sample(c.file);
            CHECK(read(person, raw, true).kind == Class::None);
            const auto reading = read(daemon, raw, true);
            CHECK((reading.kind == Class::None || !reading.sure));
        }
    }

    TEST_CASE("every sample has its row")
    {
        std::set<std::string> rows;
        for (const auto& c : cases)
            rows.emplace(c.file);
        for (const auto& file : test::bounce_samples())
            CHECK(rows.contains(file));
        CHECK(rows.size() == test::bounce_samples().size());
    }
}

} // namespace mailreeve::bounce
