#include "mailreeve/mail/authentication_results.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/structured.hh"

#include <algorithm>

namespace mailreeve::mail {

namespace {

constexpr auto npos = std::string_view::npos;

struct Token {
    std::string text;
    bool separator = false; // ";" or "=" outside of quotes
};

Token take_token(std::string_view& rest)
{
    if (rest.front() == '"')
        return {take_quoted(rest)};
    const bool separator = rest.front() == ';' || rest.front() == '=';
    const auto end =
        separator ? 1 : std::min(rest.find_first_of(";=\"( \t\r\n"), rest.size());
    Token token{std::string{rest.substr(0, end)}, separator};
    rest.remove_prefix(end);
    return token;
}

// What stands between two semicolons.
using Section = std::vector<Token>;

std::vector<Section> sections(std::string_view value)
{
    std::vector<Section> found(1);
    while (skip_space_and_comments(value), !value.empty()) {
        auto token = take_token(value);
        if (!token.separator || token.text != ";")
            found.back().push_back(std::move(token));
        else if (found.size() > max_methods)
            break;
        else
            found.emplace_back();
    }
    return found;
}

bool is_equals(const Section& section, std::size_t at)
{
    return at < section.size() && section[at].separator;
}

std::string value_at(const Section& section, std::size_t at)
{
    return at < section.size() && !section[at].separator ? section[at].text : "";
}

std::string method_name(std::string_view text)
{
    return ascii::lower(text.substr(0, text.find('/')));
}

// method = result name = value name = value
AuthenticationResults::Method method(const Section& section)
{
    AuthenticationResults::Method method{method_name(section.front().text), "", {}};
    std::size_t at = 1;
    if (is_equals(section, at)) {
        method.result = ascii::lower(value_at(section, at + 1));
        at += 2;
    }
    for (; at < section.size(); ++at) {
        if (section[at].separator || !is_equals(section, at + 1))
            continue;
        method.properties.push_back({section[at].text, value_at(section, at + 2)});
        at += 2;
    }
    return method;
}

bool is_token_character(char c) // RFC 2045 5.1
{
    return c > ' ' && c <= '~' && std::string_view{"()<>@,;:\\\"/[]?="}.find(c) == npos;
}

// A token, or a quoted string where it must be one: an IPv6 address has colons.
std::string written(std::string_view value)
{
    auto clean = printable(value);
    if (!clean.empty() && std::ranges::all_of(clean, is_token_character))
        return clean;
    std::string quoted = "\"";
    for (const char c : clean) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

bool is_our_method(const AuthenticationResults::Method& method)
{
    return method.name == "iprev" || method.name == "dnswl";
}

} // namespace

std::optional<AuthenticationResults>
AuthenticationResults::parse(std::string_view value)
{
    const auto line = unfold(value);
    const auto parts = sections(line);
    if (parts.front().empty() || parts.front().front().separator)
        return std::nullopt;
    AuthenticationResults results{parts.front().front().text, {}};
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (parts[i].empty() || parts[i].front().separator)
            continue;
        auto found = method(parts[i]);
        if (found.name != "none" || !found.result.empty())
            results.methods.push_back(std::move(found));
    }
    return results;
}

std::string AuthenticationResults::text() const
{
    auto line = written(authserv_id);
    if (methods.empty())
        line += "; none";
    for (const auto& method : methods) {
        line.append("; ").append(written(method.name)).append("=");
        line += written(method.result);
        for (const auto& property : method.properties)
            line.append(" ")
                .append(printable(property.name))
                .append("=")
                .append(written(property.value));
    }
    return line;
}

bool claims_to_be_ours(std::string_view value, std::string_view authserv_id)
{
    const auto results = AuthenticationResults::parse(value);
    return results && ascii::equal(results->authserv_id, authserv_id) &&
           !results->methods.empty() &&
           std::ranges::all_of(results->methods, is_our_method);
}

} // namespace mailreeve::mail
