#include "mailreeve/mime/loose_parameters.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/structured.hh"

#include <algorithm>
#include <string>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_word(char c)
{
    return ascii::is_alnum(c) || c == '-' || c == '_' || c == '*' || c == '%';
}

// Where `word`, lower case, begins next in `text`, whatever its case there.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from)
{
    for (auto at = from; at < text.size(); ++at)
        if (ascii::lower(text[at]) == word.front() &&
            ascii::starts_with(text.substr(at), word))
            return at;
    return npos;
}

// The name with its section, "filename*0*", if an equals sign follows it; both are
// taken off the front of `rest`.
std::string take_name(std::string_view& rest, std::size_t name_size)
{
    constexpr std::size_t longest_section = 8;
    auto end = name_size;
    while (end < rest.size() && end - name_size < longest_section &&
           (rest[end] == '*' || ascii::is_digit(rest[end])))
        ++end;
    auto name = ascii::lower(rest.substr(0, end));
    rest.remove_prefix(end);
    while (!rest.empty() && (ascii::is_space(rest.front()) || rest.front() == '\0'))
        rest.remove_prefix(1);
    mail::skip_space_and_comments(rest);
    if (!rest.starts_with('='))
        return {};
    rest.remove_prefix(1);
    return name;
}

// Up to a line end that folds nothing, or a NUL.
std::size_t cut(std::string_view text)
{
    constexpr std::string_view ends{"\0\r\n", 3};
    for (auto at = text.find_first_of(ends); at != npos;
         at = text.find_first_of(ends, at + 1)) {
        at += text.substr(at).starts_with("\r\n") ? 1U : 0U;
        const auto next = text.substr(at + 1, 1);
        if (text[at] != '\n' || (next != " " && next != "\t"))
            return text[at] == '\n' && at > 0 && text[at - 1] == '\r' ? at - 1 : at;
    }
    return text.size();
}

std::string without_comments(std::string_view text)
{
    std::string bare;
    while (!text.empty()) {
        if (text.front() == '(' && mail::skip_space_and_comments(text))
            continue;
        bare += text.front();
        text.remove_prefix(1);
    }
    return std::string{ascii::trim(bare)};
}

class Values {
public:
    Values(ParameterList& parameters, std::string name)
        : parameters_{parameters}, name_{std::move(name)}, before_{parameters.size()}
    {
    }

    void add(std::string_view value)
    {
        add_one(value);
        add_one(value.substr(0, cut(value)));
    }

private:
    void add_one(std::string_view value)
    {
        value = ascii::trim(value);
        const auto first = parameters_.begin() + static_cast<std::ptrdiff_t>(before_);
        const bool repeated =
            std::any_of(first, parameters_.end(), [&](const Parameter& parameter) {
                return parameter.value == value;
            });
        if (!value.empty() && !repeated)
            parameters_.push_back({name_, std::string{value}, {}});
    }

    ParameterList& parameters_;
    std::string name_;
    std::size_t before_; // those of other places
};

// Of a quoted string; false when nothing stands between it and the semicolon.
bool add_quoted(Values& values, std::string_view rest)
{
    const auto inside = rest.substr(1);
    auto behind = rest;
    values.add(mail::take_quoted(behind));
    const auto raw = inside.substr(0, inside.size() - behind.size());
    const bool closed = raw.ends_with('"');
    values.add(raw.substr(0, raw.size() - (closed ? 1U : 0U)));
    values.add(inside.substr(0, inside.find('"')));
    if (!closed || raw.find(';') != npos)
        values.add(inside.substr(0, inside.find(';')));
    return !closed || !ascii::trim(behind.substr(0, behind.find(';'))).empty();
}

void add_values(Values values, std::string_view rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    const bool quoted = rest.starts_with('"');
    if (quoted && !add_quoted(values, rest))
        return;
    const auto all = rest.substr(0, rest.find(';'));
    values.add(all);
    values.add(without_comments(all));
    if (quoted)
        return;
    for (const auto* const ends : {" \t\r\n", " \t\r\n\"),<>"})
        values.add(all.substr(0, all.find_first_of(ends)));
}

} // namespace

ParameterList loose_parameters(std::string_view raw, std::string_view name,
                               std::size_t& places)
{
    constexpr std::size_t longest = 1'024;
    ParameterList parameters;
    for (auto at = find_word(raw, name, 0); at != npos && places > 0;
         at = find_word(raw, name, at + name.size())) {
        if (at > 0 && is_word(raw[at - 1]))
            continue;
        auto rest = raw.substr(at, longest);
        auto full = take_name(rest, name.size());
        if (full.empty())
            continue;
        --places;
        add_values({parameters, std::move(full)}, rest);
    }
    return parameters;
}

} // namespace mailreeve::mime
