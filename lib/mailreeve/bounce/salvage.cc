#include "mailreeve/bounce/salvage.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"

#include <optional>

namespace mailreeve::bounce {

namespace {

// A boundary line that was folded leaves its rest in front of the part.
constexpr std::size_t max_lines_before_header = 2;

// "-- " is a signature; dashes and blanks alone are drawn by hand.
bool is_boundary(std::string_view line)
{
    return line.starts_with("--") &&
           line.find_first_not_of("- \t") != std::string_view::npos && line[2] != ' ';
}

bool is_part_field(std::string_view line)
{
    const auto field = field_line(line);
    return field && (ascii::starts_with(field->name, "content-") ||
                     ascii::equal(field->name, "mime-version"));
}

Salvaged segment(std::string_view text)
{
    Lines lines{text};
    for (std::size_t i = 0; i <= max_lines_before_header; ++i) {
        const auto here = lines.rest();
        const auto line = lines.next();
        if (!line || line->empty())
            break;
        if (is_part_field(*line))
            return {here, true};
    }
    return {text, false};
}

} // namespace

std::vector<Salvaged> salvage(std::string_view content, std::size_t max)
{
    std::vector<Salvaged> found;
    Lines lines{content};
    auto begin = content;
    while (found.size() + 1 < max) {
        const auto before = lines.rest();
        const auto line = lines.next();
        if (!line)
            break;
        if (!is_boundary(*line))
            continue;
        found.push_back(segment(begin.substr(0, begin.size() - before.size())));
        begin = lines.rest();
    }
    found.push_back(segment(begin));
    return found;
}

bool announces_status(std::string_view content)
{
    Lines lines{content};
    while (const auto line = lines.next()) {
        const auto field = field_line(*line);
        if (field && ascii::equal(field->name, "content-type") &&
            (ascii::starts_with(ascii::trim(field->value), "message/delivery-status") ||
             ascii::starts_with(ascii::trim(field->value),
                                "message/global-delivery-status")))
            return true;
    }
    return false;
}

} // namespace mailreeve::bounce
