// Character tests and case folding on the bytes of mail and DNS, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace mailreeve::ascii {

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

constexpr bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

constexpr bool is_alpha(char c)
{
    return is_upper(c) || is_lower(c);
}

constexpr bool is_alnum(char c)
{
    return is_alpha(c) || is_digit(c);
}

constexpr bool is_space(char c) // white space of a header: RFC 5322 WSP, CR and LF
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// -1 when `c` is no hexadecimal digit.
constexpr int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

constexpr char lower(char c)
{
    return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string lower(std::string_view text)
{
    std::string folded{text};
    std::ranges::transform(folded, folded.begin(), [](char c) { return lower(c); });
    return folded;
}

constexpr bool equal(std::string_view a, std::string_view b) // ignoring case
{
    return std::ranges::equal(
        a, b, {}, [](char c) { return lower(c); }, [](char c) { return lower(c); });
}

constexpr bool starts_with(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && equal(text.substr(0, start.size()), start);
}

constexpr bool ends_with(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() &&
           equal(text.substr(text.size() - end.size()), end);
}

constexpr std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace mailreeve::ascii
