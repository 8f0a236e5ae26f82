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
