// Limits of a value: a test, and the words that tell it.
#pragma once

#include "mailreeve/config/value.hh"

#include <cstddef>

namespace mailreeve::config {

// A limit can be called with a value (a list's own, or that of each of its items) and
// has text(), which completes "must be ...". It is a template argument of field().

struct Anything {
    constexpr bool operator()(const auto&) const { return true; }
    std::string text() const { return {}; }
};

// How a value of T is kept as a number in a template argument. A room specialises it
// for its own numbers.
template <class T>
struct Number;

template <std::integral T>
struct Number<T> {
    static constexpr std::int64_t of(T value)
    {
        return static_cast<std::int64_t>(value);
    }
    static constexpr T back(std::int64_t number) { return static_cast<T>(number); }
};

template <class Rep, class Period>
struct Number<std::chrono::duration<Rep, Period>> {
    using T = std::chrono::duration<Rep, Period>;
    static constexpr std::int64_t of(T value) { return value.count(); }
    static constexpr T back(std::int64_t number) { return T{number}; }
};

template <>
struct Number<Size> {
    static constexpr std::int64_t of(Size v)
    {
        return static_cast<std::int64_t>(v.bytes);
    }
    static constexpr Size back(std::int64_t number)
    {
        return Size{static_cast<std::uint64_t>(number)};
    }
};

template <class T>
struct Between {
    std::int64_t low;
    std::int64_t high;

    template <class V>
    requires requires(const V& value, T bound) { bool{bound <= value}; }
    constexpr bool operator()(const V& value) const
    {
        return Number<T>::back(low) <= value && value <= Number<T>::back(high);
    }
    std::string text() const
    {
        return "between " + Value<T>::print(Number<T>::back(low)) + " and " +
               Value<T>::print(Number<T>::back(high));
    }
};

// between(1s, 60s), both included; of the type of its first argument.
template <class T>
constexpr Between<T> between(T low, std::type_identity_t<T> high)
{
    return {Number<T>::of(low), Number<T>::of(high)};
}

struct NotEmpty {
    constexpr bool operator()(const auto& value) const requires requires
    {
        value.empty();
    }
    {
        return !value.empty();
    }
    std::string text() const { return "non-empty"; }
};
inline constexpr NotEmpty not_empty{};

template <std::size_t Size>
struct Words {
    // NOLINTNEXTLINE(google-explicit-constructor): stands for a string literal
    constexpr Words(const char (&literal)[Size]) { std::copy_n(literal, Size, text); }
    char text[Size]{};
};

// that<is_host_name, "a host name such as mx1.example.net">
template <auto Test, Words Said>
struct That {
    template <class V>
    requires std::predicate<decltype(Test), const V&>
    constexpr bool operator()(const V& value) const { return Test(value); }
    std::string text() const { return Said.text; }
};
template <auto Test, Words Said>
inline constexpr That<Test, Said> that{};

// For a list: the limit holds for its items, even where it could be asked of the list.
template <class Limit>
struct Each {
    Limit limit;
};
template <class Limit>
constexpr Each<Limit> each(Limit limit)
{
    return {limit};
}

} // namespace mailreeve::config
