#include "mailreeve/mail/header_field.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>

namespace mailreeve::mail {

namespace {

std::string_view trim_right(std::string_view text)
{
    while (!text.empty() && ascii::is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

bool is_printable(char c)
{
    return c > ' ' && c <= '~';
}

// A word begins a new line when it would pass the wanted length; one that no line can
// hold is cut.
class Folder {
public:
    explicit Folder(std::size_t used) : column_{used} {}

    void add(std::string_view word)
    {
        if (!folded_.empty() && column_ + 1 + word.size() > wanted_line)
            break_line();
        else if (!folded_.empty())
            put(" ");
        while (column_ + word.size() > max_line) {
            const auto room = max_line - column_;
            put(word.substr(0, room));
            word.remove_prefix(room);
            break_line();
        }
        put(word);
    }

    std::string take() { return std::move(folded_); }

private:
    void put(std::string_view text)
    {
        folded_ += text;
        column_ += text.size();
    }

    void break_line()
    {
        folded_ += "\n\t";
        column_ = 1;
    }

    std::string folded_;
    std::size_t column_;
};

} // namespace

bool is_same_name(std::string_view a, std::string_view b)
{
    return ascii::equal(trim_right(a), trim_right(b));
}

bool is_field_name(std::string_view name)
{
    return !name.empty() && name.size() <= max_field_name &&
           std::ranges::all_of(name,
                               [](char c) { return is_printable(c) && c != ':'; });
}

std::string unfold(std::string_view value)
{
    value = ascii::trim(value);
    std::string line;
    line.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!is_line_end(value[i])) {
            line += value[i];
            continue;
        }
        while (is_line_end(value[i + 1])) // trimmed: a line end is never the last
            ++i;
        if (!ascii::is_space(value[i + 1]))
            line += ' ';
    }
    return line;
}

std::string printable(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (const char c : ascii::trim(text)) {
        if (!ascii::is_space(c))
            clean += is_printable(c) ? c : '?';
        else if (!clean.ends_with(' '))
            clean += ' ';
    }
    return clean;
}

std::string fold(std::string_view name, std::string_view value)
{
    Folder folder{std::min(name.size() + 2, max_line)}; // ": "
    while (!value.empty()) {
        const auto end = std::min(value.find(' '), value.size());
        if (end > 0)
            folder.add(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return folder.take();
}

} // namespace mailreeve::mail
