#include "mailreeve/config/value.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/diagnostics.hh"
#include "mailreeve/config/suggest.hh"
#include "mailreeve/config/utf8.hh"

namespace mailreeve::config {

namespace {

bool has_controls(std::string_view text)
{
    while (!text.empty()) {
        const auto next = first_character(text).value_or(Character{});
        if (next.code == '\t' || next.code == '\n' || !is_printable(next.code))
            return true;
        text.remove_prefix(next.bytes);
    }
    return false;
}

} // namespace

std::optional<bool> Value<bool>::parse(std::string_view text)
{
    if (text == "true")
        return true;
    return text == "false" ? std::optional{false} : std::nullopt;
}

std::string Value<bool>::problem(std::string_view text)
{
    const auto word = ascii::lower(text);
    if (word == "yes" || word == "on" || word == "true" || word == "1")
        return "write true";
    if (word == "no" || word == "off" || word == "false" || word == "0")
        return "write false";
    return {};
}

std::optional<std::string> Value<std::string>::parse(std::string_view text)
{
    return has_controls(text) ? std::nullopt : std::optional{std::string{text}};
}

std::string Value<std::string>::problem(std::string_view)
{
    return "control characters, tabs and line breaks cannot stand here";
}

std::optional<std::filesystem::path>
Value<std::filesystem::path>::parse(std::string_view text)
{
    if (!text.starts_with('/') || has_controls(text))
        return std::nullopt;
    return std::filesystem::path{text};
}

bool is_whole_number(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    return !text.empty() && std::ranges::all_of(text, ascii::is_digit) &&
           (text.size() == 1 || text[0] != '0');
}

std::string choices(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != 0)
            text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

std::string nearest_choice(std::string_view text,
                           std::span<const std::string_view> words)
{
    const auto meant = nearest(text, words);
    return meant.empty() ? std::string{} : "did you mean " + quote(meant) + '?';
}

} // namespace mailreeve::config
