#include "mailreeve/attachment/encoded_place.hh"

#include "mailreeve/attachment/transfer.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

// -1 when it is no digit of base64.
int digit_value(char c)
{
    if (ascii::is_upper(c))
        return c - 'A';
    if (ascii::is_lower(c))
        return c - 'a' + 26;
    if (ascii::is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::size_t skip_blanks(std::string_view content, std::size_t place)
{
    while (place < content.size() && ascii::is_space(content[place]))
        ++place;
    return place;
}

// Behind so many digits with nothing but white space among them; npos when there is
// something else. `bits` collects the last of them.
std::size_t behind_digits(std::string_view content, std::size_t place,
                          std::size_t count, unsigned& bits)
{
    for (; count > 0; --count) {
        place = skip_blanks(content, place);
        const int value = place < content.size() ? digit_value(content[place]) : -1;
        if (value < 0)
            return npos;
        bits = bits << 6U | static_cast<unsigned>(value);
        ++place;
    }
    return place;
}

std::string three_bytes(unsigned bits)
{
    return {static_cast<char>(bits >> 16U & 0xffU),
            static_cast<char>(bits >> 8U & 0xffU), static_cast<char>(bits & 0xffU)};
}

bool ends_line_before(std::string_view content, std::size_t place)
{
    return place == 0 || content[place - 1] == '\n';
}

// What stands behind the edit goes on with the line that it ends, where it would look
// like a boundary line otherwise.
bool looks_like_boundary(std::string_view content, std::size_t place)
{
    return place > 0 && content.substr(place).starts_with('-');
}

// One byte of a text in quoted-printable, or none of it: a soft line break.
struct Step {
    std::size_t size = 0; // of what stands there; 0: it is broken
    bool gives = true;
};

Step escape_at(std::string_view rest)
{
    if (rest.size() >= 3 && ascii::hex_value(rest[1]) >= 0 &&
        ascii::hex_value(rest[2]) >= 0)
        return {3, true};
    const auto end = rest.find_first_not_of(" \t", 1);
    if (end == npos)
        return {};
    if (rest[end] == '\n')
        return {end + 1, false};
    return rest.substr(end).starts_with("\r\n") ? Step{end + 2, false} : Step{};
}

Step step_at(std::string_view rest)
{
    if (rest.starts_with('='))
        return escape_at(rest);
    const auto blanks = rest.find_first_not_of(" \t");
    const bool at_line_end = blanks == npos || rest[blanks] == '\n' ||
                             rest.substr(blanks).starts_with("\r\n");
    if (blanks > 0 && at_line_end)
        return {std::min(blanks, rest.size()), false};
    return {1, true};
}

} // namespace

std::optional<Edit> base64_insertion(std::string_view content, std::size_t place,
                                     std::string_view bytes, std::string_view line_end)
{
    assert(bytes.size() % 3 == 0);
    unsigned bits = 0;
    const auto begin = behind_digits(content, 0, place / 3 * 4, bits);
    if (begin == npos)
        return std::nullopt;
    mime::Span where{begin, begin};
    std::string text{bytes};
    if (place % 3 != 0) {
        where = {skip_blanks(content, begin), behind_digits(content, begin, 4, bits)};
        if (where.end == npos)
            return std::nullopt;
        text = three_bytes(bits).insert(place % 3, bytes);
    }
    auto lines = base64_lines(text, line_end);
    if (!ends_line_before(content, where.begin))
        lines.insert(0, line_end);
    if (looks_like_boundary(content, where.end))
        lines.resize(lines.size() - line_end.size());
    return Edit{where, lines};
}

std::optional<Edit> quoted_insertion(std::string_view content, std::size_t place,
                                     std::string_view encoded,
                                     std::string_view line_end)
{
    std::size_t at = 0;
    while (place > 0 && at < content.size()) {
        const auto step = step_at(content.substr(at));
        if (step.size == 0)
            return std::nullopt;
        at += step.size;
        place -= step.gives ? 1 : 0;
    }
    if (place > 0)
        return std::nullopt;
    Edit edit{{at, at}, std::string{encoded}};
    if (!ends_line_before(content, at) && !encoded.starts_with(line_end))
        edit.text.insert(0, "=" + std::string{line_end});
    if (!edit.text.ends_with(line_end))
        edit.text.append("=").append(line_end);
    if (looks_like_boundary(content, at)) {
        edit.where.end = at + 1;
        edit.text += "=2D";
    }
    return edit;
}

} // namespace mailreeve::attachment
