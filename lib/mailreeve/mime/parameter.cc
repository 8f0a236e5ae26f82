#include "mailreeve/mime/parameter.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/structured.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;

// Up to white space, a comment or one of `ends`; off the front of `rest`.
std::string_view take_word(std::string_view& rest, std::string_view ends)
{
    const auto end = std::ranges::find_if(rest, [&](char c) {
        return ascii::is_space(c) || c == '(' || ends.find(c) != npos;
    });
    const auto word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(word.size());
    return word;
}

// Where the semicolon outside of quotes stands that ends this stretch.
std::size_t semicolon(std::string_view text)
{
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == ';' && !quoted)
            return i;
    }
    return text.size();
}

std::string_view loose_text(std::string_view rest)
{
    constexpr std::size_t longest = 1'024;
    rest = rest.substr(0, longest);
    return ascii::trim(rest.substr(0, semicolon(rest)));
}

// A line may end inside quotes too, before a space (RFC 5322 3.2.4).
std::string take_text(std::string_view& rest)
{
    auto text = rest.starts_with('"') ? mail::take_quoted(rest)
                                      : std::string{take_word(rest, ";")};
    const auto fold = std::remove_if(text.begin(), text.end(),
                                     [](char c) { return c == '\r' || c == '\n'; });
    text.erase(fold, text.end());
    return text;
}

// "multipart / mixed" is one value, whatever stands between.
std::string take_value(std::string_view& rest)
{
    std::string value;
    while (!rest.empty() && rest.front() != ';') {
        if (mail::skip_space_and_comments(rest))
            continue;
        const bool goes_on =
            value.empty() || value.ends_with('/') || rest.front() == '/';
        if (!goes_on)
            break;
        value += take_text(rest);
    }
    return ascii::lower(value);
}

// A parameter off the front, if there is one; something is taken anyhow.
std::optional<Parameter> take_parameter(std::string_view& rest, bool with_loose)
{
    const auto name = take_word(rest, "=;");
    mail::skip_space_and_comments(rest);
    if (!rest.starts_with('='))
        return std::nullopt;
    rest.remove_prefix(1);
    if (name.empty())
        return std::nullopt;
    Parameter parameter{ascii::lower(name), {}, {}};
    if (with_loose)
        parameter.loose = loose_text(rest);
    mail::skip_space_and_comments(rest);
    const auto before = rest;
    parameter.value = take_text(rest);
    if (parameter.loose == before.substr(0, before.size() - rest.size()))
        parameter.loose.clear();
    return parameter;
}

} // namespace

FieldValue read_value(std::string_view raw, std::size_t max_parameters)
{
    FieldValue field;
    auto rest = raw;
    field.value = take_value(rest);
    bool fresh =
        true; // the first behind a semicolon has a loose text, so that the work
              // stays in proportion where the others have none between them
    while (!rest.empty() && !field.cut) {
        if (mail::skip_space_and_comments(rest))
            continue;
        if (rest.front() == ';') {
            rest.remove_prefix(1);
            fresh = true;
        } else if (auto parameter = take_parameter(rest, fresh)) {
            fresh = false;
            field.cut = field.parameters.size() == max_parameters;
            if (!field.cut)
                field.parameters.push_back(std::move(*parameter));
        }
    }
    return field;
}

} // namespace mailreeve::mime
