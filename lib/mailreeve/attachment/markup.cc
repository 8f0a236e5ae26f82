#include "mailreeve/attachment/markup.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

constexpr auto script_elements =
    std::to_array<std::string_view>({"script", "svg:script", "hta:application"});

bool is_blank(char c)
{
    return ascii::is_space(c) || c == '\f';
}

bool ends_name(std::string_view text, std::size_t at)
{
    return at >= text.size() || is_blank(text[at]) || text[at] == '>' ||
           text[at] == '/';
}

// Elements that a page begins with: WHATWG MIME Sniffing 7.1, and a few more.
constexpr auto openings = std::to_array<std::string_view>({
    "!doctype html", "html",   "head",  "script", "iframe", "h1",   "div",  "font",
    "table",         "a",      "style", "title",  "b",      "body", "br",   "p",
    "meta",          "center", "form",  "img",    "span",   "base", "link",
});

std::string_view without_front(std::string_view text)
{
    for (;;) {
        while (!text.empty() && is_blank(text.front()))
            text.remove_prefix(1);
        const bool comment = text.starts_with("<!--");
        const auto end = text.find(comment ? "-->" : "?>");
        if ((!comment && !text.starts_with("<?xml")) || end == npos)
            return text;
        text.remove_prefix(end + (comment ? 3 : 2));
    }
}

bool begins_as_html(std::string_view text)
{
    const auto front = without_front(text);
    if (front.starts_with("<!--"))
        return true;
    return front.starts_with('<') &&
           std::ranges::any_of(openings, [&](std::string_view name) {
               return front.substr(1).starts_with(name) &&
                      ends_name(front, 1 + name.size());
           });
}

bool is_html(std::string_view text)
{
    constexpr auto whole = std::to_array<std::string_view>({"html", "body"});
    return begins_as_html(text) || has_element(text, whole) ||
           text.find("<!doctype html") != npos;
}

bool is_svg(std::string_view text)
{
    constexpr std::size_t front = 4096;
    auto begin = text.substr(0, front);
    while (!begin.empty() && is_blank(begin.front()))
        begin.remove_prefix(1);
    constexpr auto picture = std::to_array<std::string_view>({"svg"});
    return begin.starts_with('<') && has_element(begin, picture);
}

// on…= behind a blank, a quote or a slash, with a tag still open in front of it.
bool is_handler(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest = 30;
    const char before = text[at - 1];
    if (!is_blank(before) && before != '"' && before != '\'' && before != '/')
        return false;
    auto end = at + 2;
    while (end < text.size() && end - at < longest && ascii::is_lower(text[end]))
        ++end;
    if (end - at < 5)
        return false;
    while (end < text.size() && is_blank(text[end]))
        ++end;
    return end < text.size() && text[end] == '=';
}

bool has_handler(std::string_view text)
{
    std::size_t open = npos; // the last < that no > has closed
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] == '<')
            open = i;
        else if (text[i] == '>')
            open = npos;
        else if (open != npos && text[i] == 'o' && text[i + 1] == 'n' &&
                 is_handler(text, i))
            return true;
    }
    return false;
}

// A page that leads to one inside of its own address.
bool refreshes_to_itself(std::string_view text)
{
    constexpr std::size_t longest_tag = 1024;
    for (auto at = text.find("http-equiv"); at != npos;
         at = text.find("http-equiv", at + 1)) {
        auto tag = text.substr(at, longest_tag);
        tag = tag.substr(0, tag.find('>'));
        if (tag.find("refresh") != npos &&
            (tag.find("data:") != npos || tag.find("javascript:") != npos))
            return true;
    }
    return false;
}

bool is_active(std::string_view text)
{
    constexpr auto elements =
        std::to_array<std::string_view>({"object", "embed", "applet", "foreignobject"});
    constexpr auto words =
        std::to_array<std::string_view>({"javascript:", "vbscript:", "srcdoc",
                                         "data:text/html", "language=\"vbscript"});
    const auto has = [&](std::string_view word) { return text.find(word) != npos; };
    return has_element(text, elements) || std::ranges::any_of(words, has) ||
           has_handler(text) || refreshes_to_itself(text);
}

} // namespace

bool has_element(std::string_view text, std::span<const std::string_view> names)
{
    for (auto at = text.find('<'); at != npos; at = text.find('<', at + 1))
        for (const auto name : names)
            if (text.substr(at + 1).starts_with(name) &&
                ends_name(text, at + 1 + name.size()))
                return true;
    return false;
}

bool has_script_element(std::string_view text)
{
    return has_element(text, script_elements);
}

bool may_have_script_element(std::string_view bytes)
{
    for (auto at = bytes.find('<'); at != npos; at = bytes.find('<', at + 1))
        for (const auto name : script_elements)
            if (ascii::starts_with(bytes.substr(at + 1), name))
                return true;
    return false;
}

FileType type_of_markup(std::string_view text)
{
    if (text.find('<') == npos)
        return FileType::Unknown;
    if (has_script_element(text))
        return FileType::ActiveHtml;
    const bool svg = is_svg(text);
    if (!svg && !is_html(text))
        return FileType::Unknown;
    if (is_active(text))
        return FileType::ActiveHtml;
    return svg ? FileType::Svg : FileType::Html;
}

} // namespace mailreeve::attachment
