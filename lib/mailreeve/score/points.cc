#include "mailreeve/score/points.hh"

#include "mailreeve/base/ascii.hh"

#include <cstdlib>

namespace mailreeve::score {

namespace {

constexpr int most = 1000; // points either way

} // namespace

std::optional<Points> Points::parse(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    const auto dot = text.find('.');
    const auto whole = text.substr(0, dot);
    auto part = dot == std::string_view::npos ? std::string{}
                                              : std::string{text.substr(dot + 1)};
    if (whole.empty() || whole.size() > 4 || part.size() > 2 ||
        (dot != std::string_view::npos && part.empty()))
        return std::nullopt;
    part.resize(2, '0');

    int value = 0;
    for (const char digit : std::string{whole} + part) {
        if (!ascii::is_digit(digit))
            return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    if (value > most * 100)
        return std::nullopt;
    return hundredths(negative ? -value : value);
}

std::string Points::text() const
{
    const auto size = std::abs(value_);
    auto part = std::to_string(size % 100);
    if (part.size() < 2)
        part.insert(part.begin(), '0');
    return (value_ < 0 ? "-" : "") + std::to_string(size / 100) + '.' + part;
}

} // namespace mailreeve::score
