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

bool is_quote_mark(char c)
{
    return c == ' ' || c == '\t' || c == '>' || c == '|';
}

} // namespace

// CR alone is rare and LF may be far away: where the next LF is, is found out once.
std::optional<std::string_view> Lines::next()
{
    if (begin_ == text_.size())
        return std::nullopt;
    if (!line_feed_ || *line_feed_ < begin_)
        line_feed_ = std::min(text_.find('\n', begin_), text_.size());
    const auto line = text_.substr(begin_, *line_feed_ - begin_);
    const auto end = std::min(line.find('\r'), line.size());
    const bool has_line_feed = end + 1 >= line.size() && *line_feed_ < text_.size();
    begin_ += has_line_feed ? line.size() + 1 : std::min(end + 1, line.size());
    return line.substr(0, end);
}

std::string single_spaced(std::string_view text)
{
    std::string lines;
    lines.reserve(text.size());
    std::size_t blanks = 0;
    Lines source{text};
    while (const auto line = source.next()) {
        if (ascii::trim(*line).empty()) {
            ++blanks;
            continue;
        }
        lines.append(blanks > 1 ? "\n" : "").append(*line).append("\n");
        blanks = 0;
    }
    return lines;
}

bool is_blank(std::string_view line)
{
    return std::ranges::all_of(line, is_quote_mark);
}

std::size_t quote_size(std::string_view line)
{
    std::size_t size = 0;
    while (size < line.size() && size < max_quote && is_quote_mark(line[size]))
        ++size;
    return size;
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
