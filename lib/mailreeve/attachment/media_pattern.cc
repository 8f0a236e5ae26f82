#include "mailreeve/attachment/media_pattern.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

// RFC 6838 4.2.
bool is_token(std::string_view text)
{
    constexpr std::string_view others = "!#$&-^_.+";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return ascii::is_alnum(c) || others.find(c) != std::string_view::npos;
    });
}

} // namespace

std::optional<MediaPattern> MediaPattern::parse(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || !is_token(text.substr(0, slash)))
        return std::nullopt;
    const auto rest = text.substr(slash + 1);
    if (rest != "*" && !is_token(rest))
        return std::nullopt;
    return MediaPattern{ascii::lower(text)};
}

bool MediaPattern::matches(std::string_view type) const
{
    if (text_.ends_with("/*"))
        return type.starts_with(std::string_view{text_}.substr(0, text_.size() - 1));
    return type == text_;
}

} // namespace mailreeve::attachment
