// Points of a score, in hundredths, so that sums are exact.
#pragma once

#include "mailreeve/base/api.hh"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::score {

class MAILREEVE_API Points {
public:
    constexpr Points() = default;

    static constexpr Points hundredths(int value) { return Points{value}; }

    // 5, 2.5, -1.25: at most two decimals, between -1000 and 1000; nothing otherwise.
    static std::optional<Points> parse(std::string_view text);

    constexpr int hundredths() const { return value_; }

    // 6.20, -0.50
    std::string text() const;

    constexpr Points& operator+=(Points other)
    {
        value_ += other.value_;
        return *this;
    }
    friend constexpr Points operator+(Points a, Points b) { return a += b; }

    constexpr auto operator<=>(const Points&) const = default;

private:
    explicit constexpr Points(int value) : value_{value} {}

    int value_ = 0;
};

namespace literals {

constexpr Points operator""_points(long double value)
{
    return Points::hundredths(static_cast<int>(value * 100 + 0.5L));
}
constexpr Points operator""_points(unsigned long long value)
{
    return Points::hundredths(static_cast<int>(value) * 100);
}

} // namespace literals

} // namespace mailreeve::score
