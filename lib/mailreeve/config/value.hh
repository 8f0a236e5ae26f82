// How the text of one value becomes a C++ value, and back.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::config {

// A room specialises this for its own type:
//
//   template <>
//   struct config::Value<score::Points> {
//       static std::optional<score::Points> parse(std::string_view text);
//       static std::string print(const score::Points& value); // parse() takes it back
//       static std::string_view kind();   // "a number of points such as 5 or -2.5"
//       static std::string problem(std::string_view text);    // may be left out: why
//   };                                    // parse() gave nothing, as a hint; or empty
template <class T>
concept Scalar = requires(std::string_view text, const T& value)
{
    {
        Value<T>::parse(text)
        } -> std::same_as<std::optional<T>>;
    {
        Value<T>::print(value)
        } -> std::convertible_to<std::string>;
    {std::string{Value<T>::kind()}};
};

template <class T>
std::string problem_with(std::string_view text)
{
    if constexpr (requires { Value<T>::problem(text); })
        return Value<T>::problem(text);
    else
        return {};
}

// true and false; yes, no, on and off are told from them in the hint.
template <>
struct MAILREEVE_API Value<bool> {
    static std::optional<bool> parse(std::string_view text);
    static std::string print(bool value) { return value ? "true" : "false"; }
    static std::string_view kind() { return "true or false"; }
    static std::string problem(std::string_view text);
};

// Text without control characters: it may end in a reply or a header.
template <>
struct MAILREEVE_API Value<std::string> {
    static std::optional<std::string> parse(std::string_view text);
    static std::string print(const std::string& value) { return value; }
    static std::string_view kind() { return "a text"; }
    static std::string problem(std::string_view text);
};

// Absolute: the daemon's working directory is nobody's business.
template <>
struct MAILREEVE_API Value<std::filesystem::path> {
    static std::optional<std::filesystem::path> parse(std::string_view text);
    static std::string print(const std::filesystem::path& value) { return value; }
    static std::string_view kind()
    {
        return "an absolute path such as /var/lib/mailreeve";
    }
};

// Whole numbers, decimal. A zero in front would be octal elsewhere: refused.
MAILREEVE_API bool is_whole_number(std::string_view text);

template <std::integral T>
requires(!std::same_as<T, bool> && !std::same_as<T, char>) struct Value<T> {
    static std::optional<T> parse(std::string_view text)
    {
        T value{};
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, value);
        if (!is_whole_number(text) || read.ec != std::errc{} || read.ptr != end)
            return std::nullopt;
        return value;
    }
    static std::string print(T value) { return std::to_string(value); }
    static std::string_view kind() { return "a whole number"; }
};

// 1500ms, 10s, 5m, 2h, 7d, 2w as milliseconds; nothing without a unit.
MAILREEVE_API std::optional<std::chrono::milliseconds>
parse_duration(std::string_view text);
// In the largest unit that leaves no rest: 90s, 1h, 14d.
MAILREEVE_API std::string print_duration(std::chrono::milliseconds value);
MAILREEVE_API std::string duration_problem(std::string_view text);

template <class Rep, class Period>
struct Value<std::chrono::duration<Rep, Period>> {
    using Duration = std::chrono::duration<Rep, Period>;

    static std::optional<Duration> parse(std::string_view text)
    {
        const auto exact = parse_duration(text);
        if (!exact)
            return std::nullopt;
        const auto value = std::chrono::duration_cast<Duration>(*exact);
        return value == *exact ? std::optional{value} : std::nullopt;
    }
    static std::string print(Duration value) { return print_duration(value); }
    static std::string_view kind() { return "a duration such as 5s, 10m or 7d"; }
    static std::string problem(std::string_view text)
    {
        return parse_duration(text) ? "too fine a unit for this key"
                                    : duration_problem(text);
    }
};

template <>
struct MAILREEVE_API Value<Size> {
    static std::optional<Size> parse(std::string_view text);
    static std::string print(Size value);
    static std::string_view kind() { return "a size such as 64KiB or 25MB"; }
    static std::string problem(std::string_view text);
};

// The words for the values of an enum:
//
//   template <>
//   struct config::EnumNames<rdns::Action> {
//       static constexpr std::array names{
//           std::pair{std::string_view{"accept"}, rdns::Action::Accept},
//           std::pair{std::string_view{"score"}, rdns::Action::Score},
//       };
//   };

// "accept, score or reject"
MAILREEVE_API std::string choices(std::span<const std::string_view> words);
// did you mean "reject"?
MAILREEVE_API std::string nearest_choice(std::string_view text,
                                         std::span<const std::string_view> words);

template <class E>
requires std::is_enum_v<E> && requires
{
    EnumNames<E>::names;
}
struct Value<E> {
    static constexpr auto words()
    {
        std::array<std::string_view, EnumNames<E>::names.size()> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = EnumNames<E>::names[i].first;
        return all;
    }
    static std::optional<E> parse(std::string_view text)
    {
        for (const auto& [word, value] : EnumNames<E>::names)
            if (word == text)
                return value;
        return std::nullopt;
    }
    static std::string print(E value)
    {
        for (const auto& [word, named] : EnumNames<E>::names)
            if (named == value)
                return std::string{word};
        return {}; // a value that has no word cannot be configured
    }
    static std::string kind() { return choices(words()); }
    static std::string problem(std::string_view text)
    {
        return nearest_choice(text, words());
    }
};

} // namespace mailreeve::config
