#include "mailreeve/attachment/plain_text.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <cstdint>

namespace mailreeve::attachment {

namespace {

enum class Form { Bytes, Utf16Little, Utf16Big };

// Latin letters in UTF-16 without a mark: every other byte is NUL.
bool alternates(std::string_view head, std::size_t first)
{
    constexpr std::size_t enough = 64;
    const auto front = head.substr(0, enough);
    if (front.size() < 8)
        return false;
    std::size_t empty = 0;
    for (std::size_t i = first; i < front.size(); i += 2)
        empty += front[i] == '\0' ? 1U : 0U;
    const auto nuls = static_cast<std::size_t>(std::ranges::count(front, '\0'));
    return empty == nuls && empty * 5 >= front.size() * 2; // four in five
}

Form form_of(std::string_view head)
{
    if (head.starts_with("\xff\xfe"))
        return Form::Utf16Little;
    if (head.starts_with("\xfe\xff"))
        return Form::Utf16Big;
    if (alternates(head, 1))
        return Form::Utf16Little;
    return alternates(head, 0) ? Form::Utf16Big : Form::Bytes;
}

std::string narrowed(std::string_view head, std::size_t low)
{
    std::string text;
    text.reserve(head.size() / 2);
    for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
        const char letter = head[i + low];
        const char page = head[i + 1 - low];
        text += page == '\0' ? ascii::lower(letter) : '?';
    }
    return text;
}

} // namespace

bool is_utf16(std::string_view head)
{
    return form_of(head) != Form::Bytes;
}

std::string plain_text(std::string_view head)
{
    const auto form = form_of(head);
    const bool marked = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
    if (form != Form::Bytes)
        return narrowed(head.substr(marked ? 2 : 0), form == Form::Utf16Big ? 1 : 0);
    if (head.starts_with("\xef\xbb\xbf"))
        head.remove_prefix(3);
    auto text = ascii::lower(head);
    if (text.find('\0') != std::string::npos)
        text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
    return text;
}

} // namespace mailreeve::attachment
