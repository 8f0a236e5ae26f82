#include "milter/content.hh"

#include <algorithm>
#include <system_error>

namespace mailreeve::milter {

namespace {

// An MTA gives folded values with bare LF (FACTS.md), and messages have CRLF.
std::string with_crlf(std::string_view value)
{
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\n' && (i == 0 || value[i - 1] != '\r'))
            text += '\r';
        text += value[i];
    }
    return text;
}

} // namespace

Content::Content(const ContentBounds& bounds)
    : max_body_{bounds.body}, raw_{bounds.scratch, bounds.in_memory}
{
}

void Content::keep(std::string_view bytes)
{
    try {
        if (!lost_)
            raw_.append(bytes);
    } catch (const std::system_error&) {
        lost_ = true;
    }
}

void Content::header(std::string_view name, std::string_view value)
{
    field_bytes_ += name.size() + value.size() + 3;
    if (fields_.size() < max_fields && field_bytes_ <= max_header)
        fields_.push_back({std::string{name}, std::string{value}});
    const auto line = std::string{name} + ':' + with_crlf(value) + "\r\n";
    if (raw_.size() + line.size() > max_body_ + max_header)
        complete_ = false;
    else
        keep(line);
}

void Content::end_header()
{
    if (header_size_ != 0)
        return;
    keep("\r\n");
    header_size_ = static_cast<std::size_t>(raw_.size());
}

bool Content::body(std::string_view chunk)
{
    end_header();
    const auto room = max_body_ - body_size_;
    const auto kept = chunk.substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(room, chunk.size())));
    keep(kept);
    body_size_ += kept.size();
    if (kept.size() == chunk.size())
        return !lost_;
    complete_ = false;
    return false;
}

std::string_view Content::raw()
{
    if (lost_)
        return {}; // what there is of it is no message
    end_header();
    return lost_ ? std::string_view{} : raw_.view();
}

} // namespace mailreeve::milter
