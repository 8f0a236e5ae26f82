#include "mailreeve/mail/text_pattern.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <re2/re2.h>

#include <algorithm>

namespace mailreeve::mail {

namespace {

bool is_expression(std::string_view text)
{
    return text.size() > 1 && text.starts_with('/') && text.ends_with('/');
}

std::string quoted(std::string_view text)
{
    return re2::RE2::QuoteMeta({text.data(), text.size()});
}

// The set that begins with the [ at `at`, as an expression; `at` is then at its end.
// Empty where no ] ends it.
std::string set_of(std::string_view glob, std::size_t& at)
{
    auto begin = at + 1;
    const bool others =
        begin < glob.size() && (glob[begin] == '!' || glob[begin] == '^');
    begin += others ? 1U : 0U;
    // A ] in front is one of the characters.
    const auto end = glob.find(']', begin + 1);
    if (begin >= glob.size() || end == std::string_view::npos)
        return {};
    std::string set = others ? "[^" : "[";
    for (const char c : glob.substr(begin, end - begin)) {
        if (c == '\\' || c == '[' || c == ']' || c == '^' || c == '&')
            set += '\\';
        set += c;
    }
    at = end;
    return set + ']';
}

// Empty for a set that does not end.
std::string expression_of(std::string_view glob)
{
    std::string expression = "\\A";
    for (std::size_t i = 0; i < glob.size(); ++i) {
        const char c = glob[i];
        if (c == '*') {
            expression += ".*";
        } else if (c == '?') {
            expression += '.';
        } else if (c == '[') {
            const auto set = set_of(glob, i);
            if (set.empty())
                return {};
            expression += set;
        } else {
            i += c == '\\' && i + 1 < glob.size() ? 1U : 0U;
            const auto size = utf8::sequence_size(static_cast<unsigned char>(glob[i]));
            expression += quoted(glob.substr(i, std::max<std::size_t>(size, 1)));
            i += std::max<std::size_t>(size, 1) - 1;
        }
    }
    return expression + "\\z";
}

std::string extension_of(std::string_view glob)
{
    if (!glob.starts_with("*.") || glob.size() < 3)
        return {};
    const auto rest = glob.substr(2);
    const bool plain = std::ranges::all_of(
        rest, [](char c) { return ascii::is_alnum(c) || c == '_' || c == '-'; });
    return plain ? ascii::lower(rest) : std::string{};
}

std::shared_ptr<const re2::RE2> compiled(std::string_view expression)
{
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    options.set_dot_nl(true);
    options.set_max_mem(static_cast<std::int64_t>(TextPattern::largest_program));
    return std::make_shared<re2::RE2>(
        re2::StringPiece{expression.data(), expression.size()}, options);
}

std::string why_not(std::string_view text)
{
    if (text.empty())
        return "an empty pattern finds nothing";
    if (text.size() > TextPattern::longest)
        return "it is longer than " + std::to_string(TextPattern::longest) + " bytes";
    if (!utf8::is_valid(text))
        return "it is no UTF-8";
    if (text == "/" || (text.starts_with('/') && !text.ends_with('/')))
        return "a regular expression ends with a / as it begins with one";
    return {};
}

std::string told(const re2::RE2& failed, std::string_view expression)
{
    // RE2's own word comes with the piece of the pattern that it is about.
    const auto piece = std::string_view{failed.error_arg()};
    const auto at = piece.empty() ? std::string_view::npos : expression.find(piece);
    auto message = failed.error();
    if (at != std::string_view::npos)
        message += " at character " + std::to_string(at + 1);
    return message;
}

} // namespace

std::optional<TextPattern> TextPattern::parse(std::string_view text)
{
    if (!why_not(text).empty())
        return std::nullopt;
    const bool own = is_expression(text);
    const auto expression =
        own ? std::string{text.substr(1, text.size() - 2)} : expression_of(text);
    auto program = compiled(expression);
    if (expression.empty() || !program->ok())
        return std::nullopt;
    TextPattern pattern;
    pattern.text_ = text;
    pattern.extension_ = extension_of(text);
    pattern.compiled_ = std::move(program);
    return pattern;
}

std::string TextPattern::problem(std::string_view text)
{
    auto why = why_not(text);
    if (!why.empty())
        return why;
    if (!is_expression(text)) {
        const auto expression = expression_of(text);
        if (expression.empty())
            return "a [ without its ] at character " +
                   std::to_string(text.find('[') + 1) + "; \\[ is the character itself";
        const auto program = compiled(expression);
        return program->ok() ? std::string{} : program->error();
    }
    const auto expression = text.substr(1, text.size() - 2);
    if (expression.empty())
        return "an empty expression finds everything";
    const auto program = compiled(expression);
    return program->ok() ? std::string{} : told(*program, expression);
}

bool TextPattern::matches(std::string_view text) const
{
    return re2::RE2::PartialMatch({text.data(), text.size()}, *compiled_);
}

} // namespace mailreeve::mail
