#include "mailreeve/attachment/shown_name.hh"

#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::attachment {

namespace {

constexpr std::string_view gap = "...";

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t Size>
bool is_in(const std::array<Range, Size>& ranges, char32_t point)
{
    return std::ranges::any_of(ranges, [&](const Range& range) {
        return range.first <= point && point <= range.last;
    });
}

bool is_blank(char32_t point)
{
    static constexpr std::array ranges{
        Range{0x09, 0x0d},     Range{0x20, 0x20},     Range{0xa0, 0xa0},
        Range{0x1680, 0x1680}, Range{0x2000, 0x200a}, Range{0x202f, 0x202f},
        Range{0x205f, 0x205f}, Range{0x2800, 0x2800}, Range{0x3000, 0x3000},
        Range{0x3164, 0x3164}, Range{0xffa0, 0xffa0}};
    return is_in(ranges, point);
}

// What is not seen, or changes how what is around it is seen.
bool is_hidden(char32_t point)
{
    static constexpr std::array ranges{
        Range{0x00, 0x1f},       Range{0x7f, 0x9f},       Range{0xad, 0xad},
        Range{0x034f, 0x034f},   Range{0x061c, 0x061c},   Range{0x115f, 0x1160},
        Range{0x17b4, 0x17b5},   Range{0x180b, 0x180f},   Range{0x200b, 0x200f},
        Range{0x2028, 0x202e},   Range{0x2060, 0x206f},   Range{0xd800, 0xf8ff},
        Range{0xfe00, 0xfe0f},   Range{0xfeff, 0xfeff},   Range{0xfff0, 0xfffb},
        Range{0xfffe, 0xffff},   Range{0x1d173, 0x1d17a}, Range{0xe0000, 0xe0fff},
        Range{0xf0000, 0x10ffff}};
    return is_in(ranges, point);
}

std::string clean(std::string_view name)
{
    std::string text;
    bool blank = false;
    while (!name.empty()) {
        const auto point = utf8::first(name);
        const auto size = point ? point->size : 1;
        if (point && is_blank(point->value)) {
            blank = !text.empty();
        } else {
            text += blank ? " " : "";
            blank = false;
            text += point && !is_hidden(point->value) ? name.substr(0, size) : "?";
        }
        name.remove_prefix(size);
    }
    return text;
}

bool is_inside(char byte) // a character, behind its first byte
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80;
}

std::string shortened(const std::string& text, std::size_t max_bytes)
{
    if (text.size() <= max_bytes)
        return text;
    auto front = (max_bytes - gap.size()) / 2;
    auto back = text.size() - (max_bytes - gap.size() - front);
    while (is_inside(text[front]))
        --front;
    while (back < text.size() && is_inside(text[back]))
        ++back;
    return text.substr(0, front) + std::string{gap} + text.substr(back);
}

} // namespace

std::string shown_name(std::string_view name, std::size_t max_bytes)
{
    // More than is shown need not be read, whatever its length; but its end must.
    constexpr std::size_t read = 4'096;
    std::string ends;
    if (name.size() > 2 * read) {
        ends.append(name.substr(0, read)).append(name.substr(name.size() - read));
        name = ends;
    }
    const auto text = clean(name);
    return text.empty() ? "(no name)" : shortened(text, max_bytes);
}

std::string shown_names(std::span<const std::string> names, std::size_t max_bytes)
{
    std::vector<std::string> shown;
    std::size_t size = 0;
    std::size_t left_out = 0;
    for (const auto& name : names) {
        auto text = shown_name(name);
        if (std::ranges::find(shown, text) != shown.end())
            continue;
        size += text.size() + 2;
        if (left_out > 0 || (size > max_bytes && !shown.empty()))
            ++left_out;
        else
            shown.push_back(std::move(text));
    }
    std::string list;
    for (const auto& text : shown)
        list += (list.empty() ? "" : ", ") + text;
    return left_out == 0 ? list : list + " and " + std::to_string(left_out) + " more";
}

std::string shown_file_name(std::string_view name)
{
    auto text = shown_name(name);
    for (auto& c : text)
        if (std::string_view{"/\\:*?\"<>|%"}.find(c) != std::string_view::npos)
            c = '_';
    const auto begin = text.find_first_not_of('.'); // hidden files, and what is above
    return begin == std::string::npos ? "Attachment-Warning.txt" : text.substr(begin);
}

} // namespace mailreeve::attachment
