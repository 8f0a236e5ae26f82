#include "mailreeve/rdns/address_in_name.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <vector>

namespace mailreeve::rdns {

namespace {

using Strength = AddressPart::Strength;

constexpr std::string_view separators = "-._";

// A number within a name. Neighbours are compared with the octets or groups of an
// address; one that is none of those has the value `unlike`.
struct Number {
    std::size_t begin = 0;
    std::size_t end = 0;
    unsigned value = 0;
};

constexpr unsigned unlike = 0x10000; // no octet and no group

unsigned number(std::string_view digits, unsigned base, std::size_t most)
{
    if (digits.size() > most)
        return unlike;
    unsigned value = 0;
    for (const char c : digits)
        value = value * base + static_cast<unsigned>(ascii::hex_value(c));
    return value;
}

// Every run of decimal digits.
std::vector<Number> decimals(std::string_view name)
{
    std::vector<Number> found;
    for (std::size_t at = 0; at < name.size();) {
        auto end = at;
        while (end < name.size() && ascii::is_digit(name[end]))
            ++end;
        if (end > at)
            found.push_back({at, end, number(name.substr(at, end - at), 10, 3)});
        at = std::max(end, at + 1);
    }
    return found;
}

// Everything between two separators, as hex where it is hex.
std::vector<Number> groups(std::string_view name)
{
    std::vector<Number> found;
    for (std::size_t at = 0; at <= name.size();) {
        const auto end = std::min(name.find_first_of(separators, at), name.size());
        const auto text = name.substr(at, end - at);
        const bool hex = !text.empty() && std::ranges::none_of(text, [](char c) {
            return ascii::hex_value(c) < 0;
        });
        found.push_back({at, end, hex ? number(text, 16, 4) : unlike});
        at = end + 1;
    }
    return found;
}

using Pattern = std::vector<unsigned>;

enum class Gap { Any, OneCharacter };

std::size_t digits(const Number* first, std::size_t count)
{
    std::size_t sum = 0;
    for (std::size_t n = 0; n < count; ++n)
        sum += first[n].end - first[n].begin;
    return sum;
}

bool is_at(const Number* first, const Pattern& pattern, Gap gap)
{
    for (std::size_t n = 0; n < pattern.size(); ++n) {
        if (first[n].value != pattern[n])
            return false;
        if (gap == Gap::OneCharacter && n > 0 && first[n].begin != first[n - 1].end + 1)
            return false;
    }
    return true;
}

// Where the pattern stands among the numbers with at least so many digits; empty when
// it does not.
std::string_view search(std::string_view name, const std::vector<Number>& numbers,
                        const Pattern& pattern, Gap gap, std::size_t least_digits)
{
    for (std::size_t at = 0; at + pattern.size() <= numbers.size(); ++at) {
        const auto* first = &numbers[at];
        if (is_at(first, pattern, gap) && digits(first, pattern.size()) >= least_digits)
            return name.substr(first->begin,
                               first[pattern.size() - 1].end - first->begin);
    }
    return {};
}

std::optional<AddressPart> part(std::string_view text, Strength strength)
{
    if (text.empty())
        return std::nullopt;
    return AddressPart{strength, std::string{text}};
}

std::optional<AddressPart> octets_in(std::string_view name, const Pattern& o)
{
    const auto numbers = decimals(name);
    for (const auto& all : {Pattern{o[0], o[1], o[2], o[3]},
                            {o[3], o[2], o[1], o[0]},
                            {o[3], o[0], o[1], o[2]}})
        if (auto found =
                part(search(name, numbers, all, Gap::Any, 4), Strength::Certain))
            return found;
    // Five digits: 1-1-2 is easily found in a name by chance.
    for (const auto& three : {Pattern{o[0], o[1], o[2]},
                              {o[1], o[2], o[3]},
                              {o[2], o[1], o[0]},
                              {o[3], o[2], o[1]}})
        if (auto found = part(search(name, numbers, three, Gap::OneCharacter, 5),
                              Strength::Certain))
            return found;
    return std::nullopt;
}

std::optional<AddressPart> last_octets_in(std::string_view name, const Pattern& o)
{
    const auto numbers = decimals(name);
    for (const auto& two : {Pattern{o[2], o[3]}, {o[3], o[2]}})
        if (auto found =
                part(search(name, numbers, two, Gap::OneCharacter, 2), Strength::Hint))
            return found;
    return std::nullopt;
}

// The decimal digits of `value`, with leading zeros up to `width`.
std::string decimal(unsigned value, std::size_t width)
{
    auto text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string hex(std::span<const std::uint8_t> octets)
{
    std::string text;
    for (const unsigned octet : octets) {
        text += "0123456789abcdef"[octet >> 4U];
        text += "0123456789abcdef"[octet & 0xfU];
    }
    return text;
}

std::string without_separators(std::string_view name)
{
    std::string squeezed{name};
    std::erase_if(squeezed,
                  [](char c) { return separators.find(c) != std::string_view::npos; });
    return squeezed;
}

// `digits` stands in `text` with no further digit on either side.
bool has_number(std::string_view text, std::string_view digits)
{
    for (auto at = text.find(digits); at != std::string_view::npos;
         at = text.find(digits, at + 1)) {
        const auto end = at + digits.size();
        if ((at == 0 || !ascii::is_digit(text[at - 1])) &&
            (end == text.size() || !ascii::is_digit(text[end])))
            return true;
    }
    return false;
}

std::optional<AddressPart> joined_v4(std::string_view name,
                                     const net::IpAddress& address)
{
    const auto o = address.octets();
    const std::array<std::uint8_t, 4> backwards{o[3], o[2], o[1], o[0]};
    std::string padded;
    std::string padded_backwards;
    std::string plain;
    unsigned long whole = 0;
    for (std::size_t n = 0; n < 4; ++n) {
        padded += decimal(o[n], 3);
        padded_backwards += decimal(backwards[n], 3);
        plain += std::to_string(o[n]);
        whole = whole << 8U | o[n];
    }
    const auto squeezed = without_separators(name);
    for (const auto& form : {padded, padded_backwards, hex(o), hex(backwards)})
        if (squeezed.find(form) != std::string::npos)
            return AddressPart{Strength::Certain, form};
    for (const auto& form : {plain, std::to_string(whole)})
        if (form.size() >= 9 && has_number(name, form)) // shorter: a serial number
            return AddressPart{Strength::Certain, form};
    return std::nullopt;
}

// Enough of the address in a row, and not zeros alone.
std::optional<AddressPart> nibbles_in(std::string_view squeezed,
                                      std::string_view nibbles)
{
    constexpr std::size_t enough = 12; // the network of a site, /48
    for (std::size_t at = 0; at + enough <= nibbles.size(); ++at) {
        const auto some = nibbles.substr(at, enough);
        if (enough - static_cast<std::size_t>(std::ranges::count(some, '0')) >= 4 &&
            squeezed.find(some) != std::string_view::npos)
            return AddressPart{Strength::Certain, std::string{some}};
    }
    return std::nullopt;
}

std::optional<AddressPart> groups_in(std::string_view name,
                                     const net::IpAddress& address)
{
    const auto o = address.octets();
    Pattern all;
    for (std::size_t n = 0; n < o.size(); n += 2)
        all.push_back(static_cast<unsigned>(o[n] << 8U | o[n + 1]));
    const auto numbers = groups(name);
    for (const auto& order : {all, Pattern{all.rbegin(), all.rend()}})
        for (auto at = order.begin(); order.end() - at >= 3; ++at) {
            const Pattern three{at, at + 3};
            if (std::ranges::count(three, 0U) > 1) // says little
                continue;
            const auto text = search(name, numbers, three, Gap::OneCharacter, 8);
            if (auto found = part(text, Strength::Certain)) // eight digits: 2001-db8-1
                return found;
        }
    return std::nullopt;
}

// 2001:db8::1 -> 2001-db8--1
std::string dashed(const net::IpAddress& address)
{
    auto text = address.text();
    std::ranges::replace(text, ':', '-');
    return text;
}

std::optional<AddressPart> v6_in(std::string_view name, const net::IpAddress& address)
{
    if (const auto text = dashed(address);
        text.size() >= 8 && name.find(text) != std::string_view::npos)
        return AddressPart{Strength::Certain, text};
    const auto squeezed = without_separators(name);
    auto nibbles = hex(address.octets());
    if (auto found = nibbles_in(squeezed, nibbles))
        return found;
    std::ranges::reverse(nibbles);
    if (auto found = nibbles_in(squeezed, nibbles))
        return found;
    return groups_in(name, address);
}

} // namespace

std::optional<AddressPart> address_in(std::string_view name,
                                      const net::IpAddress& address)
{
    if (!address.is_v4())
        return v6_in(name, address);
    const auto o = address.octets();
    const Pattern octets{o.begin(), o.end()};
    if (auto found = octets_in(name, octets))
        return found;
    if (auto found = joined_v4(name, address))
        return found;
    return last_octets_in(name, octets);
}

} // namespace mailreeve::rdns
