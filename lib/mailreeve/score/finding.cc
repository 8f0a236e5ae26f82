#include "mailreeve/score/finding.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::score {

namespace {

constexpr std::size_t longest_symbol = 64;

bool is_symbol_character(char c)
{
    return ascii::is_upper(c) || ascii::is_digit(c) || c == '_';
}

} // namespace

Finding unknown(std::string symbol, std::string evidence)
{
    return {std::move(symbol), {}, std::move(evidence), Answered::Unknown};
}

bool is_symbol(std::string_view text)
{
    return !text.empty() && text.size() <= longest_symbol &&
           ascii::is_upper(text.front()) &&
           std::ranges::all_of(text, is_symbol_character);
}

Points sum(std::span<const Finding> findings)
{
    Points total;
    for (const auto& finding : findings)
        total += finding.points;
    return total;
}

Level level(Points score, const Thresholds& thresholds)
{
    if (score >= thresholds.surespam)
        return Level::SureSpam;
    return score >= thresholds.spam ? Level::Spam : Level::Clean;
}

std::string_view name(Level level)
{
    switch (level) {
    case Level::Clean:
        return "clean";
    case Level::Spam:
        return "SPAM";
    case Level::SureSpam:
        break;
    }
    return "SURESPAM";
}

} // namespace mailreeve::score
