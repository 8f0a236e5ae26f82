#include "mailreeve/mime/header.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/header_scan.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr char del = '\x7f';
constexpr std::size_t max_empty_lines = 4; // above a returned header

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool is_name_byte(char c)
{
    return static_cast<unsigned char>(c) > ' ' && c != ':' && c != del;
}

// Where the colon of a field stands, npos when the line is none.
std::size_t colon_of(std::string_view line)
{
    const auto name = std::ranges::find_if_not(line, is_name_byte);
    const auto colon = std::find_if_not(name, line.end(), is_blank);
    if (name == line.begin() || colon == line.end() || *colon != ':')
        return npos;
    return static_cast<std::size_t>(colon - line.begin());
}

mail::HeaderField field_of(std::string_view lines)
{
    const auto colon = lines.find(':');
    return {std::string{lines.substr(0, colon)},
            std::string{without_line_end(lines.substr(colon + 1))}};
}

} // namespace

HeaderLine header_line(std::string_view line, bool first)
{
    if (line.empty())
        return HeaderLine::Empty;
    if (is_blank(line.front()))
        return first ? HeaderLine::Other : HeaderLine::Folded;
    if (colon_of(line) != npos)
        return HeaderLine::Field;
    const bool envelope = line.starts_with("From ") || line.starts_with(">From ");
    return first && envelope ? HeaderLine::Envelope : HeaderLine::Other;
}

std::vector<mail::HeaderField> fields_in(std::string_view header,
                                         std::size_t max_fields)
{
    std::vector<mail::HeaderField> fields;
    std::size_t begin = std::string_view::npos; // of the field that may still go on
    const auto end_field = [&](std::size_t end) {
        if (begin != npos)
            fields.push_back(field_of(header.substr(begin, end - begin)));
        begin = end;
    };
    std::size_t place = 0;
    while (place < header.size() && fields.size() < max_fields) {
        const auto line = line_at(header, place);
        if (colon_of(without_line_end(line.of(header))) != npos &&
            !is_blank(header[place]))
            end_field(place);
        place = line.end;
    }
    if (fields.size() < max_fields)
        end_field(place);
    return fields;
}

std::vector<mail::HeaderField> fields_of(std::string_view block, const Limits& limits)
{
    block = block.substr(0, limits.header_bytes);
    HeaderScan scan{0, {max_empty_lines, 0}};
    std::size_t place = 0;
    while (place < block.size()) {
        const auto line = line_at(block, place);
        if (!scan.take(without_line_end(line.of(block)), line))
            break;
        place = line.end;
    }
    return fields_in(block.substr(0, scan.end()), limits.fields);
}

} // namespace mailreeve::mime
