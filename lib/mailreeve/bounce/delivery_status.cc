#include "mailreeve/bounce/delivery_status.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"
#include "mailreeve/bounce/references.hh"

#include <algorithm>
#include <array>
#include <utility>

namespace mailreeve::bounce {

namespace {

using Member = std::string ReportedRecipient::*;

struct Known {
    std::string_view name;
    Member member;
    bool is_address;
};

constexpr auto recipient_fields = std::to_array<Known>({
    {"Original-Recipient", &ReportedRecipient::original, true},
    {"Final-Recipient", &ReportedRecipient::final, true},
    {"Original-Rcpt-To", &ReportedRecipient::original, true}, // RFC 5965
    {"Action", &ReportedRecipient::action, false},
    {"Status", &ReportedRecipient::status, false},
    {"Diagnostic-Code", &ReportedRecipient::diagnostic, false},
});

// "rfc822; a@x", "RFC822;<a@x>", "a@x"
std::string_view without_type(std::string_view value)
{
    if (const auto end = value.find(';'); end != std::string_view::npos)
        value = ascii::trim(value.substr(end + 1));
    if (value.starts_with('<') && value.ends_with('>'))
        value = value.substr(1, value.size() - 2);
    return value;
}

} // namespace

std::string from_xtext(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digits = text.substr(i + 1, 2);
        const bool escape = text[i] == '+' && digits.size() == 2 &&
                            ascii::hex_value(digits[0]) >= 0 &&
                            ascii::hex_value(digits[1]) >= 0 &&
                            !ascii::is_lower(digits[0]) && !ascii::is_lower(digits[1]);
        if (escape) {
            plain += static_cast<char>(ascii::hex_value(digits[0]) * 16 +
                                       ascii::hex_value(digits[1]));
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

void DeliveryStatus::read(std::string_view content)
{
    close_group();
    Lines lines{work_.take(content)};
    while (const auto next = lines.next()) {
        if (next->starts_with("--"))
            break; // the boundary line of another multipart
        line(*next);
    }
    close_field();
    close_group();
}

void DeliveryStatus::read(std::span<const mail::HeaderField> fields)
{
    close_group();
    for (const auto& field : fields)
        take(field);
    close_group();
}

void DeliveryStatus::line(std::string_view line)
{
    const auto text = ascii::trim(line);
    const auto field = field_line(text);
    if (field) {
        close_field();
        field_ = {std::string{field->name}, std::string{field->value}};
    } else if (text.empty()) {
        close_field();
        close_group();
    } else if (field_.value.size() + text.size() < limits_.value) {
        field_.value.append("\n ").append(text);
    }
}

void DeliveryStatus::close_field()
{
    if (!field_.name.empty())
        take(field_);
    field_ = {};
}

void DeliveryStatus::take(const mail::HeaderField& field)
{
    const auto value =
        mail::unfold(std::string_view{field.value}.substr(0, limits_.value));
    if (field.is("Original-Envelope-Id") || field.is("X-Original-Envelope-Id")) {
        if (reading_.envelope_ids.size() < limits_.envelope_ids)
            reading_.envelope_ids.push_back(from_xtext(value));
        else
            work_.cut();
    } else if (field.is("Reporting-MTA")) {
        if (reading_.reporting_mta.empty())
            reading_.reporting_mta = without_type(value);
    } else if (field.is("X-Original-Message-ID")) {
        refer(Reference::Source::XOriginal, field.value);
    } else if (field.is("Original-Message-ID")) {
        refer(Reference::Source::OriginalMessageId, field.value);
    } else {
        take_recipient(field);
    }
}

void DeliveryStatus::take_recipient(const mail::HeaderField& field)
{
    const auto* const known = std::ranges::find_if(
        recipient_fields, [&](const Known& k) { return field.is(k.name); });
    if (known == recipient_fields.end())
        return;
    auto value = mail::unfold(std::string_view{field.value}.substr(0, limits_.value));
    if (known->is_address)
        value = std::string{without_type(value)};
    if (field.is("Action"))
        value = ascii::lower(value);
    set(known->member, std::move(value));
}

void DeliveryStatus::set(Member member, std::string value)
{
    if (auto* const one = recipient(member))
        one->*member = std::move(value);
}

// The recipient of this group that has no such field yet; the same field again begins
// another, as where empty lines are missing.
ReportedRecipient* DeliveryStatus::recipient(Member member)
{
    if (open_ != nullptr && (open_->*member).empty())
        return open_;
    open_ = nullptr;
    if (reading_.recipients.size() == limits_.recipients) {
        work_.cut();
        return nullptr;
    }
    open_ = &reading_.recipients.emplace_back();
    return open_;
}

void DeliveryStatus::refer(Reference::Source source, std::string_view raw)
{
    add_reference(reading_, source, raw, limits_);
}

} // namespace mailreeve::bounce
