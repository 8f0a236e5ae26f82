#include "mailreeve/bounce/reading.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/header_signs.hh"
#include "mailreeve/bounce/message_reader.hh"
#include "mailreeve/crypto/sha256.hh"
#include "mailreeve/crypto/text.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::array<std::string_view, 7> class_names{
    "none", "dsn", "bounce", "mdn", "autoreply", "challenge", "report"};
constexpr std::array<std::string_view, 4> where_names{"none", "inline-text",
                                                      "rfc822-headers", "rfc822-part"};

// Bytes that tell a message without a Message-ID from others.
constexpr std::size_t hashed_front = 64UL * 1024;

// Files of old hosts end lines by CR alone; no other byte moves.
std::string with_line_feeds(std::string_view raw)
{
    std::string text{raw};
    std::ranges::replace(text, '\r', '\n');
    return text;
}

// What was stored with empty lines in front still has its header behind them.
std::string_view without_blank_lines(std::string_view message)
{
    const auto begin = std::min(message.find_first_not_of(" \t\r\n"), message.size());
    const auto end = message.substr(0, begin).rfind('\n');
    return message.substr(end == std::string_view::npos ? 0 : end + 1);
}

std::string hash_text(std::string_view message)
{
    return crypto::base32(crypto::sha256(crypto::bytes_of(message)));
}

Reading read_from(const mail::Address* sender, std::string_view raw, bool complete,
                  const ReadingLimits& limits)
{
    const auto front = raw.substr(0, limits.message);
    const bool old_ends = front.find('\n') == std::string_view::npos &&
                          front.find('\r') != std::string_view::npos;
    const auto text = old_ends ? with_line_feeds(front) : std::string{};
    const auto message = without_blank_lines(old_ends ? std::string_view{text} : front);
    auto reading = MessageReader{message, limits}.read(sender);
    reading.truncated = reading.truncated || !complete || front.size() < raw.size();
    if (reading.kind != Class::None && reading.own_id.empty())
        reading.own_id = hash_text(message.substr(0, hashed_front));
    return reading;
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

Reading read(const mail::Address& sender, std::string_view raw, bool complete,
             const ReadingLimits& limits)
{
    return read_from(&sender, raw, complete, limits);
}

Reading read(std::string_view raw, bool complete, const ReadingLimits& limits)
{
    const mail::Address null;
    const bool is_null = ascii::starts_with(raw, "From MAILER-DAEMON");
    return read_from(is_null ? &null : nullptr, raw, complete, limits);
}

} // namespace mailreeve::bounce
