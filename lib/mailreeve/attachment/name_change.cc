#include "mailreeve/attachment/name_change.hh"

#include "mailreeve/attachment/look_alike.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/encoded_word.hh"

#include <algorithm>
#include <array>
#include <optional>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Each character that `change` gives another for; it appends what stands in its place.
template <class Change>
std::string each_character(std::string_view name, Change change)
{
    if (utf8::is_ascii(name))
        return std::string{name};
    std::string changed;
    while (!name.empty()) {
        const auto point = utf8::first(name).value_or(utf8::CodePoint{0xfffd, 1});
        change(point, name.substr(0, point.size), changed);
        name.remove_prefix(point.size);
    }
    return changed;
}

std::string without_invisible(std::string_view name)
{
    return each_character(name, [](const auto& point, auto bytes, std::string& out) {
        if (!is_invisible(point.value))
            out += bytes;
    });
}

std::string with_look_alikes(std::string_view name)
{
    return each_character(name, [](const auto& point, auto bytes, std::string& out) {
        const char letter = ascii_look_alike(point.value);
        if (letter == '\0')
            out += bytes;
        else
            out += ascii::lower(letter);
    });
}

std::string without_path(std::string_view name)
{
    while (name.ends_with('/') || name.ends_with('\\'))
        name.remove_suffix(1);
    const auto slash = name.find_last_of("/\\");
    return std::string{slash == npos ? name : name.substr(slash + 1)};
}

std::string cut_at_control(std::string_view name)
{
    const auto* const found = std::ranges::find_if(name, is_control);
    return std::string{name.begin(), found};
}

// A line that was folded loses the blanks behind the line end as well.
std::string without_controls(std::string_view name)
{
    std::string kept;
    bool unfolds = false;
    for (const char c : name) {
        if (is_control(c))
            unfolds = c == '\r' || c == '\n' || unfolds;
        else if (c != ' ' || !unfolds)
            kept += c;
        unfolds = unfolds && (is_control(c) || c == ' ');
    }
    return kept;
}

// The controls of ISO 8859, which windows-1252 has letters for.
std::string without_high_controls(std::string_view name)
{
    return each_character(name, [](const auto& point, auto bytes, std::string& out) {
        if (point.value < 0x80 || point.value >= 0xa0)
            out += bytes;
    });
}

std::string without_end(std::string_view name)
{
    constexpr std::string_view ends = " \t.,;";
    while (!name.empty() && ends.find(name.back()) != npos)
        name.remove_suffix(1);
    while (!name.empty() && (name.front() == ' ' || name.front() == '\t'))
        name.remove_prefix(1);
    return std::string{name};
}

std::string without_quotes(std::string_view name)
{
    constexpr std::string_view quotes = "\"'`<>|*?";
    std::string kept{name};
    kept.erase(std::remove_if(kept.begin(), kept.end(),
                              [&](char c) { return quotes.find(c) != npos; }),
               kept.end());
    return kept;
}

// C:a.exe is no stream of C.
std::string without_stream(std::string_view name)
{
    const auto colon = name.find(':', 2);
    return std::string{name.substr(0, colon)};
}

std::string stream_alone(std::string_view name)
{
    const auto colon = name.rfind(':');
    return std::string{colon == npos ? name : name.substr(colon + 1)};
}

// ISO 9660 7.5.1: ";1".
std::string without_version(std::string_view name)
{
    const auto semicolon = name.rfind(';');
    if (semicolon == npos ||
        !std::ranges::all_of(name.substr(semicolon + 1), ascii::is_digit))
        return std::string{name};
    return std::string{name.substr(0, semicolon)};
}

struct Escape {
    char32_t value = 0;
    std::size_t size = 0;
};

// The number that `digits` hexadecimal digits at `at` are.
std::optional<char32_t> hex_at(std::string_view text, std::size_t at,
                               std::size_t digits)
{
    if (at + digits > text.size())
        return std::nullopt;
    char32_t value = 0;
    for (const char c : text.substr(at, digits)) {
        const int digit = ascii::hex_value(c);
        if (digit < 0)
            return std::nullopt;
        value = value << 4U | static_cast<char32_t>(digit);
    }
    return value;
}

bool is_scalar(char32_t value)
{
    return value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

std::string percent_decoded(std::string_view name)
{
    if (name.find('%') == npos)
        return std::string{name};
    std::string bytes;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool sign = name[i] == '%';
        const auto wide =
            sign && i + 1 < name.size() && ascii::lower(name[i + 1]) == 'u'
                ? hex_at(name, i + 2, 4)
                : std::nullopt;
        const auto byte = sign ? hex_at(name, i + 1, 2) : std::nullopt;
        if (wide && is_scalar(*wide))
            utf8::append(bytes, *wide);
        else
            bytes += byte ? static_cast<char>(*byte) : name[i];
        i += wide ? 5 : byte ? 2 : 0;
    }
    return loosely_decoded(bytes);
}

struct Reference {
    std::string_view name;
    char32_t value;
};

// Of HTML's: those that a name may need to hide its end.
constexpr auto references = std::to_array<Reference>({
    {"amp", '&'},        {"lt", '<'},
    {"gt", '>'},         {"quot", '"'},
    {"apos", '\''},      {"nbsp", ' '},
    {"period", '.'},     {"sol", '/'},
    {"bsol", '\\'},      {"colon", ':'},
    {"semi", ';'},       {"percnt", '%'},
    {"num", '#'},        {"comma", ','},
    {"dollar", '$'},     {"newline", '\n'},
    {"tab", '\t'},       {"lowbar", '_'},
    {"hyphen", '-'},     {"shy", 0xad},
    {"zwj", 0x200d},     {"zwnj", 0x200c},
    {"lrm", 0x200e},     {"rlm", 0x200f},
    {"nobreak", 0x2060}, {"zerowidthspace", 0x200b},
});

// Of "#46;", "#x2e;": what is behind the ampersand.
Escape number_at(std::string_view text)
{
    constexpr std::size_t most_digits = 8;
    const bool hex = text.size() > 1 && ascii::lower(text[1]) == 'x';
    const std::size_t begin = hex ? 2 : 1;
    std::size_t end = begin;
    std::uint64_t value = 0;
    for (; end < text.size() && end - begin < most_digits; ++end) {
        const int digit = ascii::hex_value(text[end]);
        if (digit < 0 || (!hex && digit > 9))
            break;
        value = value * (hex ? 16U : 10U) + static_cast<unsigned>(digit);
    }
    const auto number = static_cast<char32_t>(value);
    if (end == begin || !is_scalar(number))
        return {};
    return {number, end + (end < text.size() && text[end] == ';' ? 1U : 0U)};
}

Escape reference_at(std::string_view text)
{
    if (text.starts_with('#'))
        return number_at(text);
    for (const auto& [name, value] : references)
        if (ascii::starts_with(text, name) && text.substr(name.size()).starts_with(';'))
            return {value, name.size() + 1};
    return {};
}

std::string html_decoded(std::string_view name)
{
    std::string decoded;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto found = name[i] == '&' ? reference_at(name.substr(i + 1)) : Escape{};
        if (found.size == 0)
            decoded += name[i];
        else
            utf8::append(decoded, found.value);
        i += found.size;
    }
    return decoded;
}

std::string words_decoded(std::string_view name)
{
    return name.find("=?") == npos ? std::string{name} : mail::decode_words(name);
}

constexpr auto changes = std::to_array<NameChange>({
    without_end,
    without_path,
    percent_decoded,
    html_decoded,
    words_decoded,
    without_invisible,
    cut_at_control,
    without_controls,
    without_high_controls,
    with_look_alikes,
    without_quotes,
    without_stream,
    stream_alone,
    without_version,
});

} // namespace

std::span<const NameChange> name_changes()
{
    return changes;
}

std::string loosely_decoded(std::string_view bytes)
{
    if (utf8::is_valid(bytes))
        return std::string{bytes};
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto point = utf8::first(bytes.substr(i));
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const bool overlong =
            (lead & 0xfeU) == 0xc0U && i + 1 < bytes.size() &&
            (static_cast<unsigned char>(bytes[i + 1]) & 0xc0U) == 0x80;
        if (point)
            text += bytes.substr(i, point->size);
        else if (overlong)
            text += static_cast<char>(
                (lead & 1U) << 6U | (static_cast<unsigned char>(bytes[i + 1]) & 0x3fU));
        else
            utf8::append(text, 0xfffd);
        i += point ? point->size - 1 : overlong ? 1 : 0;
    }
    return text;
}

} // namespace mailreeve::attachment
