#include "mailreeve/attachment/words.hh"

#include "mailreeve/base/utf8.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

constexpr std::size_t break_after = 200; // bytes, where there is a blank

std::string reference(char32_t point)
{
    switch (point) {
    case U'&':
        return "&amp;";
    case U'<':
        return "&lt;";
    case U'>':
        return "&gt;";
    case U'"':
        return "&quot;";
    default:
        return "&#" + std::to_string(static_cast<unsigned>(point)) + ";";
    }
}

bool stays(char32_t point)
{
    constexpr std::string_view meaning = "&<>\"'\\~`";
    return point >= 0x20 && point < 0x7f &&
           meaning.find(static_cast<char>(point)) == std::string_view::npos;
}

// A blank is as good as a line end in HTML.
std::string broken(std::string text, std::string_view line_end)
{
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i, ++column) {
        if (column < break_after || text[i] != ' ')
            continue;
        text.replace(i, 1, line_end);
        i += line_end.size() - 1;
        column = 0;
    }
    return text;
}

} // namespace

std::string plain_lines(std::span<const std::string> lines, std::string_view line_end)
{
    std::string text;
    for (const auto& line : lines)
        text.append(line).append(line_end);
    return text;
}

std::string html_lines(std::span<const std::string> lines, std::string_view line_end)
{
    std::string text = "<p>";
    for (const auto& line : lines) {
        if (text.size() > 3)
            text.append("<br>").append(line_end);
        text += broken(html_text(line), line_end);
    }
    return text.append("</p>").append(line_end);
}

std::string html_text(std::string_view text)
{
    std::string html;
    while (const auto point = utf8::first(text)) {
        html +=
            stays(point->value) ? std::string{text.front()} : reference(point->value);
        text.remove_prefix(point->size);
    }
    return html;
}

} // namespace mailreeve::attachment
