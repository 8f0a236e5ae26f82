#include "mailreeve/bounce/reading.hh"

#include "mailreeve/bounce/header_signs.hh"
#include "mailreeve/bounce/message_reader.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::array<std::string_view, 7> class_names{
    "none", "dsn", "bounce", "mdn", "autoreply", "challenge", "report"};
constexpr std::array<std::string_view, 4> where_names{"none", "inline-text",
                                                      "rfc822-headers", "rfc822-part"};

// Files of old hosts end lines by CR alone; no other byte moves.
std::string with_line_feeds(std::string_view raw)
{
    std::string text{raw};
    std::ranges::replace(text, '\r', '\n');
    return text;
}

} // namespace

std::string_view name(Class kind)
{
    return class_names[static_cast<std::size_t>(kind)];
}

std::string_view name(Where where)
{
    return where_names[static_cast<std::size_t>(where)];
}

bool may_be_bounce(const mail::Address& sender,
                   std::span<const mail::HeaderField> header)
{
    return header_signs(&sender, header).any();
}

Reading read(std::string_view raw, bool complete, const ReadingLimits& limits)
{
    const auto front = raw.substr(0, limits.message);
    const bool old_ends = front.find('\n') == std::string_view::npos &&
                          front.find('\r') != std::string_view::npos;
    const auto text = old_ends ? with_line_feeds(front) : std::string{};
    const auto message = old_ends ? std::string_view{text} : front;
    auto reading = MessageReader{message, limits}.read();
    reading.truncated = reading.truncated || !complete || front.size() < raw.size();
    return reading;
}

} // namespace mailreeve::bounce
