#include "mailreeve/mail/structured.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <cstddef>

namespace mailreeve::mail {

namespace {

// A counter, not recursion: senders choose the depth.
std::size_t comment_size(std::string_view text)
{
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '(')
            ++depth;
        else if (text[i] == ')' && --depth == 0)
            return i + 1;
    }
    return text.size();
}

} // namespace

bool skip_space_and_comments(std::string_view& text)
{
    const auto before = text.size();
    while (!text.empty() && (ascii::is_space(text.front()) || text.front() == '('))
        text.remove_prefix(text.front() == '(' ? comment_size(text) : 1);
    return text.size() != before;
}

std::string take_quoted(std::string_view& text)
{
    std::string content;
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        content += text[i];
    }
    text.remove_prefix(std::min(i + 1, text.size()));
    return content;
}

} // namespace mailreeve::mail
