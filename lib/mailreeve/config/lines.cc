#include "mailreeve/config/lines.hh"

#include "mailreeve/config/excerpt.hh"
#include "mailreeve/config/utf8.hh"

#include <algorithm>

namespace mailreeve::config {

Lines::Lines(std::string_view text) : text_{text}, starts_{0}
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n')
            starts_.push_back(i + 1);
    if (starts_.size() > 1 && starts_.back() == text.size())
        starts_.pop_back(); // nothing stands after the last newline
}

std::string_view Lines::line(std::size_t number) const
{
    const auto start = starts_[number];
    const auto end = number + 1 < starts_.size() ? starts_[number + 1] : text_.size();
    auto found = text_.substr(start, end - start);
    for (const char c : {'\n', '\r'})
        if (found.ends_with(c))
            found.remove_suffix(1);
    return found;
}

int Lines::characters_before(std::size_t number, std::size_t byte) const
{
    if (counted_.line != number || counted_.byte > byte)
        counted_ = {number, 0, 0};
    counted_.characters +=
        count_characters(line(number).substr(counted_.byte, byte - counted_.byte));
    counted_.byte = byte;
    return counted_.characters;
}

std::string_view Lines::rest(int line_number, int byte) const
{
    const auto number = static_cast<std::size_t>(std::max(line_number, 0));
    if (number >= starts_.size())
        return {};
    const auto found = line(number);
    return found.substr(
        std::min(static_cast<std::size_t>(std::max(byte, 0)), found.size()));
}

std::string_view Lines::rest_of_text(int line_number, int byte) const
{
    const auto found = rest(line_number, byte);
    return found.empty()
               ? found
               : text_.substr(static_cast<std::size_t>(found.data() - text_.data()));
}

Place Lines::place(int line_number, int byte, std::size_t length) const
{
    const auto last = starts_.size() - 1;
    const auto wanted = static_cast<std::size_t>(std::max(line_number, 0));
    const auto number = std::min(wanted, last);
    const auto found = line(number);
    const auto before =
        wanted > last
            ? found.size()
            : std::min(static_cast<std::size_t>(std::max(byte, 0)), found.size());
    const auto meant = found.substr(before, length);
    return {static_cast<int>(number) + 1, characters_before(number, before) + 1,
            std::max(count_characters(meant), 1)};
}

bool is_yaml_text(std::string_view text, const Lines& lines, Diagnostics& diagnostics)
{
    int line = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto next = first_character(text.substr(i));
        const auto here = [&] {
            return lines.place(line, static_cast<int>(i - start));
        };
        if (!next) {
            diagnostics.error(here(), "this is not UTF-8", "save the file as UTF-8");
            return false;
        }
        const bool line_end =
            next->code == '\r' && text.substr(i + 1).starts_with('\n');
        if (!is_printable(next->code) && !line_end) {
            diagnostics.error(here(), "the control character " +
                                          visible(text.substr(i, next->bytes)) +
                                          " cannot stand in this file");
            return false;
        }
        i += next->bytes;
        if (next->code == '\n') {
            ++line;
            start = i;
        }
    }
    return true;
}

} // namespace mailreeve::config
