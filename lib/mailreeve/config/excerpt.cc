#include "mailreeve/config/excerpt.hh"

#include "mailreeve/config/utf8.hh"

#include <algorithm>
#include <utility>
#include <vector>

namespace mailreeve::config {

namespace {

constexpr std::size_t widest = 120; // characters of a line that are shown
constexpr std::size_t before = 60;  // of them in front of the caret
constexpr std::size_t longest_text = 64;

// What is printed for one character of the file.
using Cell = std::string;

std::string hex(char32_t code, std::size_t least)
{
    std::string digits;
    for (; code != 0 || digits.size() < least; code >>= 4U)
        digits.insert(digits.begin(), "0123456789abcdef"[code & 0xfU]);
    return digits;
}

Cell cell(std::string_view bytes, char32_t code)
{
    if (code != '\t' && (code < 0x20 || (code >= 0x7f && code < 0xa0)))
        return "\\x" + hex(code, 2);
    if (is_invisible(code))
        return "\\u{" + hex(code, 4) + '}';
    return Cell{bytes};
}

std::vector<Cell> cells(std::string_view text)
{
    std::vector<Cell> all;
    while (!text.empty()) {
        const auto character = first_character(text);
        const auto bytes = character ? character->bytes : 1;
        all.push_back(character ? cell(text.substr(0, bytes), character->code)
                                : "\\x" + hex(static_cast<unsigned char>(text[0]), 2));
        text.remove_prefix(bytes);
    }
    return all;
}

std::string_view line_of(std::string_view text, int number)
{
    for (; number > 1; --number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos)
            return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    return text.substr(0, text.size() - (text.ends_with('\r') ? 1 : 0));
}

// Inside a sentence a line break is better known by its name.
std::string_view in_words(std::string_view shown)
{
    if (shown == "\t")
        return "\\t";
    if (shown == "\\x0a")
        return "\\n";
    return shown == "\\x0d" ? "\\r" : shown;
}

// As wide as the cell: a tab stays one, so that the caret stays below its character.
std::string blank(const Cell& shown)
{
    if (shown == "\t")
        return shown;
    const auto width = shown.starts_with('\\') ? shown.size() : 1;
    return std::string(width, ' ');
}

std::string caret(const Cell& shown)
{
    auto line = blank(shown);
    std::ranges::fill(line, '^');
    return line;
}

} // namespace

std::string excerpt(std::string_view text, const Place& place)
{
    if (place.line < 1 || place.column < 1)
        return {};
    const auto line = cells(line_of(text, place.line));
    const auto begin =
        std::min(static_cast<std::size_t>(place.column) - 1, line.size());
    const auto end =
        std::clamp(begin + static_cast<std::size_t>(std::max(place.length, 1)), begin,
                   line.size());
    const auto first = line.size() <= widest || begin <= before ? 0 : begin - before;
    const auto last = std::min(first + widest, line.size());

    std::string shown = first == 0 ? "" : "...";
    std::string below = first == 0 ? "" : "   ";
    for (auto i = first; i < last; ++i) {
        shown += line[i];
        if (i < end)
            below += i < begin ? blank(line[i]) : caret(line[i]);
    }
    if (begin == end)
        below += '^'; // at the end of the line
    if (last < line.size())
        shown += "...";

    auto number = std::to_string(place.line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    return number + " | " + shown + '\n' + std::string(number.size(), ' ') + " | " +
           below + '\n';
}

std::string visible(std::string_view text)
{
    std::string shown;
    std::size_t count = 0;
    for (const auto& part : cells(text.substr(0, longest_text * 4))) {
        if (++count > longest_text)
            return shown + "...";
        shown += in_words(part);
    }
    return shown;
}

} // namespace mailreeve::config
