#include "mailreeve/log/record.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <cassert>

namespace mailreeve::log {

namespace {

constexpr std::size_t usual_record = 256;
constexpr std::size_t max_id = 64;

[[maybe_unused]] bool is_word(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return ascii::is_lower(c) || ascii::is_digit(c) || c == '_' || c == '.' ||
               c == '-';
    });
}

void append_id(std::string& out, std::string_view id)
{
    if (id.empty())
        out += '-';
    else
        append_value(out, id, max_id);
    out += ' ';
}

} // namespace

std::string_view name(Severity severity)
{
    constexpr std::array<std::string_view, 6> names{"debug",   "info",  "notice",
                                                    "warning", "error", "critical"};
    return names[static_cast<std::size_t>(severity)];
}

Record::Record(std::string_view event, const Subject& subject)
{
    assert(is_word(event));
    text_.reserve(usual_record);
    append_id(text_, subject.id);
    append_id(text_, subject.queue_id);
    text_ += event;
}

Record& Record::with(std::string_view key, std::string_view text, std::size_t limit)
{
    const auto before = text_.size();
    begin_field(key);
    append_value(text_, text, limit);
    return end_field(before);
}

Record& Record::with(std::string_view key, std::chrono::microseconds duration)
{
    const auto micros = std::max<std::int64_t>(duration.count(), 0);
    auto fraction = std::to_string(micros % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return with_plain(key, std::to_string(micros / 1000) + '.' + fraction);
}

Record& Record::with_plain(std::string_view key, std::string_view value)
{
    const auto before = text_.size();
    begin_field(key);
    text_ += value;
    return end_field(before);
}

void Record::begin_field(std::string_view key)
{
    assert(is_word(key));
    text_ += ' ';
    text_ += key;
    text_ += '=';
}

// Takes it back where it leaves the record too long.
Record& Record::end_field(std::size_t before)
{
    if (text_.size() > max_record) {
        text_.resize(before);
        ++left_out_;
    }
    return *this;
}

std::string Record::text() const
{
    return left_out_ == 0 ? text_ : text_ + " left_out=" + std::to_string(left_out_);
}

} // namespace mailreeve::log
