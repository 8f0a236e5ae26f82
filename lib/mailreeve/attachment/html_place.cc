#include "mailreeve/attachment/html_place.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>
#include <string>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

// The bytes of a text of wide units as ASCII, with 0xff for what is none.
std::string narrow(std::string_view text, std::size_t unit, bool big)
{
    std::string bytes;
    for (std::size_t i = 0; i + unit <= text.size(); i += unit) {
        const auto whole = text.substr(i, unit);
        const auto low = big ? whole.back() : whole.front();
        const auto zeros = std::ranges::count(whole, '\0');
        const bool is_ascii = zeros + 1 == static_cast<std::ptrdiff_t>(unit) &&
                              low != '\0' && utf8::is_ascii({&low, 1});
        bytes += is_ascii ? low : '\xff';
    }
    return bytes;
}

std::string_view before_shift(std::string_view text, WrittenForm form)
{
    if (form == WrittenForm::Utf7)
        return text.substr(0, text.find('+'));
    if (form == WrittenForm::Shifts)
        return text.substr(0, text.find_first_of("\x1b\x0e"));
    return text;
}

// Behind the ">" of the tag that begins there, outside of quotes; npos without one.
std::size_t end_of_tag(std::string_view html, std::size_t begin)
{
    char quote = '\0';
    for (auto i = begin; i < html.size(); ++i) {
        const char c = html[i];
        if (quote == '\0' && c == '>')
            return i + 1;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = '\0';
    }
    return npos;
}

std::string_view tag_name(std::string_view tag) // behind "<" or "</"
{
    return tag.substr(0, tag.find_first_of(" \t\r\n\f/>"));
}

// Behind the end of an element whose content is no HTML; npos without one.
std::size_t end_of_element(std::string_view html, std::size_t begin,
                           std::string_view name)
{
    for (auto i = html.find("</", begin); i != npos; i = html.find("</", i + 2))
        if (ascii::equal(tag_name(html.substr(i + 2, name.size() + 1)), name))
            return end_of_tag(html, i);
    return npos;
}

bool is_any(std::string_view name, const auto& names)
{
    return std::ranges::any_of(
        names, [&](std::string_view other) { return ascii::equal(name, other); });
}

struct Token {
    std::size_t end = npos; // npos: the head is over before it
    bool body = false;
};

// What begins there, if it is of the head or is <body>.
Token token_at(std::string_view html, std::size_t begin)
{
    static constexpr std::array<std::string_view, 5> opaque{"title", "style", "script",
                                                            "noscript", "object"};
    static constexpr std::array<std::string_view, 6> open{"html", "head", "meta",
                                                          "link", "base", "basefont"};
    const auto rest = html.substr(begin);
    if (rest.starts_with("<!--")) {
        const auto end = html.find("-->", begin + 4);
        return {end == npos ? npos : end + 3};
    }
    if (rest.starts_with("<!") || rest.starts_with("<?"))
        return {end_of_tag(html, begin)};
    if (!rest.starts_with('<'))
        return {};
    const bool closing = rest.starts_with("</");
    const auto name = tag_name(rest.substr(closing ? 2 : 1, 16));
    if (!closing && ascii::equal(name, "body"))
        return {end_of_tag(html, begin), true};
    if (!closing && is_any(name, opaque))
        return {end_of_element(html, begin, name)};
    const bool of_head = is_any(name, open) && !(closing && ascii::equal(name, "html"));
    return {of_head ? end_of_tag(html, begin) : npos};
}

std::size_t place_in(std::string_view html)
{
    std::size_t place = 0;
    auto next = html.find_first_not_of(" \t\r\n\f");
    while (next != npos) {
        const auto token = token_at(html, next);
        if (token.end == npos)
            break;
        place = token.end;
        if (token.body)
            break;
        next = html.find_first_not_of(" \t\r\n\f", place);
    }
    return place;
}

} // namespace

std::size_t html_place(std::string_view html, WrittenForm form)
{
    const auto mark = mark_size(form, html);
    const auto unit = unit_size(form);
    const auto head = html.substr(mark, html_head);
    if (unit == 1)
        return mark + place_in(before_shift(head, form));
    const bool big = form == WrittenForm::Utf16Be || form == WrittenForm::Utf32Be;
    return mark + unit * place_in(narrow(head, unit, big));
}

} // namespace mailreeve::attachment
