#include "mailreeve/bounce/returned_headers.hh"

#include "mailreeve/bounce/header_signs.hh"
#include "mailreeve/bounce/references.hh"
#include "mailreeve/mail/message_id.hh"
#include "mailreeve/mime/header.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::bounce {

namespace {

bool is_bounce(std::span<const mail::HeaderField> header)
{
    const auto signs = header_signs(nullptr, header);
    return signs.null_sender || signs.daemon || signs.report || signs.non_delivery ||
           signs.bounce_subject;
}

} // namespace

void ReturnedHeaders::add(HeaderBlock block, Where where, std::size_t level)
{
    if (found_.size() == limits_.blocks)
        return work_.cut();
    has_part_ = has_part_ || where != Where::InlineText;
    found_.push_back({{where, std::move(block.fields)}, level});
}

bool ReturnedHeaders::add_first(std::string_view text, Where where, std::size_t level)
{
    auto block = first_header(text, work_, limits_);
    if (!block && where != Where::InlineText)
        block = HeaderBlock{bare_header(text)};
    if (!block || block->fields.empty())
        return false;
    const bool is_bounce_itself = is_bounce(block->fields);
    add(std::move(*block), where, level);
    return is_bounce_itself;
}

std::vector<mail::HeaderField> ReturnedHeaders::bare_header(std::string_view text)
{
    mime::Limits limits;
    limits.fields = limits_.fields;
    auto fields = mime::fields_of(text.substr(0, limits_.block_bytes), limits);
    return main_fields(fields) > 0 ? std::move(fields)
                                   : std::vector<mail::HeaderField>{};
}

// By level; at the same one, the best kept first.
void ReturnedHeaders::move_to(Reading& reading)
{
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
        return a.level != b.level ? a.level < b.level
                                  : a.returned.where > b.returned.where;
    });
    for (const auto& found : found_)
        if (const auto* const id = message_id_of(found.returned.fields))
            add_reference(reading, Reference::Source::Returned, *id, limits_);
    reading.message_id = outermost_id();
    reading.headers = found_.empty() ? Where::None : found_.front().returned.where;
    for (auto& found : found_)
        reading.returned.push_back(std::move(found.returned));
    found_.clear();
}

std::string ReturnedHeaders::outermost_id() const
{
    for (const auto& [returned, level] : found_) {
        const auto* const raw = message_id_of(returned.fields);
        const auto id = raw == nullptr ? std::nullopt : mail::MessageId::parse(*raw);
        if (level == 0 && id)
            return id->text();
    }
    return {};
}

} // namespace mailreeve::bounce
