#include "milter/collected_headers.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/authentication_results.hh"
#include "mailreeve/mail/header_field.hh"

namespace mailreeve::milter {

CollectedHeaders::CollectedHeaders(std::string authserv_id, std::string stamp_field)
    : authserv_id_{std::move(authserv_id)}, stamp_field_{std::move(stamp_field)}
{
}

void CollectedHeaders::add(std::string_view name, std::string_view value)
{
    ++count_;
    bytes_ += name.size() + value.size();
    if (ascii::starts_with(name, "X-Mailreeve-") ||
        mail::is_same_name(name, stamp_field_))
        add_ours(name);
    else if (mail::is_same_name(name, "Subject"))
        add_subject(name, value);
    else if (mail::is_same_name(name, "Authentication-Results"))
        add_results(name, value);
    else if (mail::is_same_name(name, "From"))
        add_from(value);
    else if (mail::is_same_name(name, "Message-ID"))
        add_message_id(value);
}

// What is bound is the first, though it be empty.
void CollectedHeaders::add_from(std::string_view value)
{
    if (!has_from_)
        from_ = value.substr(0, max_value);
    has_from_ = true;
}

void CollectedHeaders::add_message_id(std::string_view value)
{
    if (!has_message_id_)
        message_id_value_ = value.substr(0, max_value);
    has_message_id_ = true;
    if (!message_id_)
        message_id_ = mail::MessageId::parse(value);
}

void CollectedHeaders::add_ours(std::string_view name)
{
    if (forged_ >= max_forged) {
        ++beyond_bounds_;
        return;
    }
    ++forged_;
    ++ours_[ascii::lower(name)];
}

void CollectedHeaders::add_subject(std::string_view name, std::string_view value)
{
    const auto index = ++subject_counts_[ascii::lower(name)];
    if (subjects_.size() >= max_subjects ||
        subject_bytes_ + value.size() > max_subject_bytes) {
        ++beyond_bounds_;
        return;
    }
    subject_bytes_ += value.size();
    subjects_.push_back({{std::string{name}, index}, std::string{value}});
}

void CollectedHeaders::add_results(std::string_view name, std::string_view value)
{
    const auto index = ++results_counts_[ascii::lower(name)];
    if (!mail::claims_to_be_ours(value, authserv_id_))
        return;
    if (forged_ >= max_forged) {
        ++beyond_bounds_;
        return;
    }
    ++forged_;
    forged_results_.push_back({std::string{name}, index});
}

std::vector<Place> CollectedHeaders::stamps() const
{
    std::vector<Place> places;
    for (const auto& place : forged())
        if (mail::is_same_name(place.name, stamp_field_))
            places.push_back(place);
    return places;
}

std::vector<Place> CollectedHeaders::forged() const
{
    std::vector<Place> places{forged_results_.rbegin(), forged_results_.rend()};
    for (const auto& [name, count] : ours_)
        for (auto index = count; index > 0; --index)
            places.push_back({name, index});
    return places;
}

} // namespace mailreeve::milter
