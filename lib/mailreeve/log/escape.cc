#include "mailreeve/log/escape.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>

namespace mailreeve::log {

namespace {

bool is_plain(char c) // visible ASCII and the space, but for what has a meaning here
{
    return c >= ' ' && c <= '~' && c != '\\' && c != '"';
}

// Code points past ASCII that hide, turn or divide a line.
bool is_harmful(char32_t point)
{
    return point < 0xa0 || point == 0x061c || point == 0x200e || point == 0x200f ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

void append_escaped(std::string& out, char c)
{
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', "0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
}

// Not in the middle of a character, where there are characters.
std::string_view shown_part(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return text;
    auto end = limit;
    while (end > 0 && limit - end < 3 &&
           (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80)
        --end;
    return text.substr(0, end);
}

// Takes one character off the front of `text`; it is not plain.
void append_special(std::string& out, std::string_view& text, Alphabet alphabet,
                    bool quoted)
{
    const char c = text.front();
    const auto point = utf8::first(text);
    std::size_t size = 1;
    if (c == '\\') {
        out += "\\\\";
    } else if (c == '"') {
        out += quoted ? "\\\"" : "\"";
    } else if (alphabet == Alphabet::Utf8 && point && !is_harmful(point->value)) {
        size = point->size;
        out += text.substr(0, size);
    } else {
        append_escaped(out, c);
    }
    text.remove_prefix(size);
}

void append(std::string& out, std::string_view text, Alphabet alphabet, bool quoted)
{
    while (!text.empty()) {
        const auto plain = std::ranges::find_if_not(text, is_plain) - text.begin();
        out += text.substr(0, static_cast<std::size_t>(plain));
        text.remove_prefix(static_cast<std::size_t>(plain));
        if (!text.empty())
            append_special(out, text, alphabet, quoted);
    }
}

void append_left_out(std::string& out, std::size_t bytes)
{
    if (bytes > 0)
        out.append("\\+").append(std::to_string(bytes));
}

bool needs_quotes(std::string_view text)
{
    return text.empty() ||
           std::ranges::any_of(text, [](char c) { return c == ' ' || c == '"'; });
}

// The usual value: written as it is. One pass, for every record goes through here.
bool is_word(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_plain(c) && c != ' '; });
}

// Takes an escape off the front of `text`, behind its backslash; false when it is none.
bool take_escape(std::string& out, std::string_view& text)
{
    if (text.starts_with('\\') || text.starts_with('"')) {
        out += text.front();
        text.remove_prefix(1);
        return true;
    }
    if (text.starts_with('x') && text.size() >= 3) {
        const int high = ascii::hex_value(text[1]);
        const int low = ascii::hex_value(text[2]);
        out += static_cast<char>(high * 16 + low);
        text.remove_prefix(3);
        return high >= 0 && low >= 0;
    }
    const bool left_out = text.size() > 1 && text.front() == '+' &&
                          std::ranges::all_of(text.substr(1), ascii::is_digit);
    text = {};
    return left_out;
}

} // namespace

std::string escape(std::string_view text, Alphabet alphabet, std::size_t limit)
{
    const auto shown = shown_part(text, limit);
    std::string out;
    out.reserve(shown.size() + 8);
    append(out, shown, alphabet, false);
    append_left_out(out, text.size() - shown.size());
    return out;
}

void append_value(std::string& out, std::string_view text, std::size_t limit)
{
    if (text.size() <= limit && is_word(text)) {
        out += text;
        return;
    }
    const bool quoted = needs_quotes(text.substr(0, limit));
    const auto shown = shown_part(text, limit);
    if (quoted)
        out += '"';
    append(out, shown, Alphabet::Utf8, quoted);
    append_left_out(out, text.size() - shown.size());
    if (quoted)
        out += '"';
}

std::string value(std::string_view text, std::size_t limit)
{
    std::string out;
    append_value(out, text, limit);
    return out;
}

std::optional<std::string> unescape(std::string_view text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    std::string out;
    while (!text.empty()) {
        const auto backslash = std::min(text.find('\\'), text.size());
        out += text.substr(0, backslash);
        text.remove_prefix(backslash);
        if (text.empty())
            break;
        text.remove_prefix(1);
        if (!take_escape(out, text))
            return std::nullopt;
    }
    return out;
}

} // namespace mailreeve::log
