// Content encoded again for its way through mail (RFC 2045 6), as mail software does
// it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::test {

inline constexpr std::size_t max_encoded_line = 76;

// Every line ends by `end`.
inline std::string base64(std::string_view bytes, std::string_view end)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    std::size_t column = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto group = bytes.substr(at, 3);
        unsigned bits = 0;
        for (std::size_t n = 0; n < 3; ++n)
            bits = bits << 8U |
                   (n < group.size() ? static_cast<unsigned char>(group[n]) : 0U);
        for (std::size_t n = 0; n < 4; ++n)
            text += n <= group.size() ? digits[bits >> (18 - 6 * n) & 63U] : '=';
        column += 4;
        if (column == max_encoded_line || at + 3 >= bytes.size()) {
            text += end;
            column = 0;
        }
    }
    return text;
}

// Lines end as those of `bytes` do; soft breaks by `end`.
inline std::string quoted_printable(std::string_view bytes, std::string_view end)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string text;
    std::size_t column = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto rest = bytes.substr(at);
        if (rest.starts_with('\n') || rest.starts_with("\r\n")) {
            const auto size = rest.find('\n') + 1;
            text += rest.substr(0, size);
            at += size - 1;
            column = 0;
            continue;
        }
        const char c = rest.front();
        const bool is_last = rest.size() == 1 || rest[1] == '\n' || rest[1] == '\r';
        const bool is_plain =
            c == ' ' || c == '\t' ? !is_last : c > ' ' && c <= '~' && c != '=';
        const auto byte = static_cast<unsigned char>(c);
        const auto written = is_plain
                                 ? std::string{c}
                                 : std::string{'=', hex[byte >> 4U], hex[byte & 15U]};
        if (column + written.size() >= max_encoded_line) {
            text.append("=").append(end);
            column = 0;
        }
        text += written;
        column += written.size();
    }
    return text;
}

// As text in HTML.
inline std::string html_escaped(std::string_view text)
{
    std::string html;
    for (const char c : text)
        html += c == '&'   ? std::string{"&amp;"}
                : c == '<' ? std::string{"&lt;"}
                : c == '>' ? std::string{"&gt;"}
                           : std::string{c};
    return html;
}

} // namespace mailreeve::test
