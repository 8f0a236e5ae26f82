#include "mailreeve/rbl/code.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <charconv>

namespace mailreeve::rbl {

namespace {

struct OctetRange {
    std::uint8_t low = 0;
    std::uint8_t high = 0;
};

std::optional<std::uint8_t> parse_octet(std::string_view text)
{
    constexpr std::size_t max_digits = 3;
    if (text.empty() || text.size() > max_digits || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    unsigned value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value > 255)
        return std::nullopt;
    return static_cast<std::uint8_t>(value);
}

// 7, 3-5, x
std::optional<OctetRange> parse_range(std::string_view text)
{
    if (text == "x")
        return OctetRange{0, 255};
    const auto dash = text.find('-');
    const auto low = parse_octet(text.substr(0, dash));
    const auto high =
        dash == std::string_view::npos ? low : parse_octet(text.substr(dash + 1));
    if (!low || !high || *low > *high)
        return std::nullopt;
    return OctetRange{*low, *high};
}

// 127.0.0.10-127.0.0.20 -> 127.0.0.10-20; other texts as they are.
std::optional<std::string> shortened(std::string_view text)
{
    const auto dash = text.find('-');
    const auto high = dash == std::string_view::npos ? "" : text.substr(dash + 1);
    if (std::ranges::count(high, '.') != 3)
        return std::string{text};
    const auto low = text.substr(0, dash);
    const auto network = high.substr(0, high.rfind('.') + 1);
    if (!low.starts_with(network))
        return std::nullopt;
    return std::string{low} + '-' + std::string{high.substr(network.size())};
}

std::optional<std::uint8_t> parse_mask(std::string_view text)
{
    constexpr std::string_view word = "mask ";
    if (!text.starts_with(word))
        return std::nullopt;
    const auto bits = parse_octet(ascii::trim(text.substr(word.size())));
    return bits == 0 ? std::nullopt : bits;
}

} // namespace

std::optional<CodeMatch> CodeMatch::parse(std::string_view text)
{
    CodeMatch match;
    match.text_ = std::string{text};
    if (const auto mask = parse_mask(text)) {
        match.mask_ = *mask;
        match.low_ = {127, 0, 0, 0};
        match.high_ = {127, 0, 0, 255};
        return match;
    }
    const auto code = shortened(text);
    if (!code)
        return std::nullopt;
    std::string_view rest = *code;
    for (std::size_t n = 0; n < match.low_.size(); ++n) {
        const auto dot = rest.find('.');
        const bool last = n + 1 == match.low_.size();
        const auto range = parse_range(rest.substr(0, dot));
        if (!range || last != (dot == std::string_view::npos))
            return std::nullopt;
        match.low_.at(n) = range->low;
        match.high_.at(n) = range->high;
        rest = last ? std::string_view{} : rest.substr(dot + 1);
    }
    if (match.low_[0] != 127 || match.high_[0] != 127)
        return std::nullopt;
    return match;
}

bool CodeMatch::matches(const net::IpAddress& answer) const
{
    if (!answer.is_v4())
        return false;
    const auto octets = answer.octets();
    for (std::size_t n = 0; n < octets.size(); ++n)
        if (octets[n] < low_.at(n) || octets[n] > high_.at(n))
            return false;
    return mask_ == 0 || (octets[3] & mask_) != 0;
}

bool CodeMatch::is_in_refusals() const
{
    return low_[1] == 255 && low_[2] == 255;
}

} // namespace mailreeve::rbl
