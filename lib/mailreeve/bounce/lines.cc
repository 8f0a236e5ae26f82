#include "mailreeve/bounce/lines.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/header_field.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t max_quote = 40; // deeper is no returned header

bool is_name_character(char c)
{
    return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
}

std::size_t end_size(std::string_view text, std::size_t at)
{
    return text.substr(at, 2) == "\r\n" ? 2 : 1;
}

} // namespace

std::optional<std::string_view> Lines::next()
{
    if (rest_.empty())
        return std::nullopt;
    const auto end = rest_.find_first_of("\r\n");
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size()
                                                      : end + end_size(rest_, end));
    return line;
}

std::size_t quote_size(std::string_view line)
{
    const auto size = std::min(line.find_first_not_of(" \t>|"), line.size());
    return std::min(size, max_quote);
}

std::optional<FieldLine> field_line(std::string_view line)
{
    if (line.empty() || !ascii::is_alpha(line.front()))
        return std::nullopt;
    std::size_t end = 1;
    while (end < line.size() && is_name_character(line[end]))
        ++end;
    const auto colon = std::min(line.find_first_not_of(" \t", end), line.size());
    if (end > mail::max_field_name || colon == line.size() || line[colon] != ':')
        return std::nullopt;
    const auto value = line.substr(colon + 1);
    if (value.starts_with("//") || value.starts_with(":"))
        return std::nullopt; // http://, fe80::1
    return FieldLine{line.substr(0, end), value};
}

} // namespace mailreeve::bounce
