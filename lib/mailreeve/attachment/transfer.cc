#include "mailreeve/attachment/transfer.hh"

#include <algorithm>
#include <cstddef>

namespace mailreeve::attachment {

namespace {

constexpr std::size_t line_room = 76; // characters, RFC 2045 6.7 and 6.8

// One piece of up to three bytes.
void append_group(std::string& text, std::string_view bytes)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned value = 0;
    for (std::size_t i = 0; i < 3; ++i)
        value = value << 8U |
                (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
        text += i <= bytes.size() ? digits[value >> (18 - 6 * i) & 63U] : '=';
}

class QuotedPrintable {
public:
    explicit QuotedPrintable(std::string_view line_end) : line_end_{line_end} {}

    // `next` is what follows: a blank may not end a line.
    void add(char c, std::string_view next)
    {
        const bool is_blank = c == ' ' || c == '\t';
        const bool at_end = next.empty() || next.starts_with(line_end_);
        const bool is_plain = (c > ' ' && c <= '~' && c != '=') || is_blank;
        if (!is_plain || (is_blank && at_end) || begins_badly(c, next))
            put(escaped(c));
        else
            put(std::string_view{&c, 1});
    }

    void end_line()
    {
        text_ += line_end_;
        column_ = 0;
    }

    std::string take() { return std::move(text_); }

private:
    // What means something to a transport or to a reader of MIME where a line begins.
    bool begins_badly(char c, std::string_view next) const
    {
        return (column_ == 0 || column_ + 4 > line_room) &&
               (c == '-' || c == '.' || (c == 'F' && next.starts_with("rom ")));
    }

    static std::string escaped(char c)
    {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        return {'=', digits[byte >> 4U], digits[byte & 15U]};
    }

    void put(std::string_view piece)
    {
        if (column_ + piece.size() >= line_room) { // one is for the soft line break
            text_ += '=';
            end_line();
        }
        text_ += piece;
        column_ += piece.size();
    }

    std::string_view line_end_;
    std::string text_;
    std::size_t column_ = 0;
};

} // namespace

std::string base64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3)
        append_group(text, bytes.substr(i, 3));
    return text;
}

std::string base64_lines(std::string_view bytes, std::string_view line_end)
{
    constexpr std::size_t bytes_of_a_line = line_room / 4 * 3;
    std::string text;
    text.reserve(bytes.size() / 3 * 4 + bytes.size() / 20 + 8);
    for (std::size_t i = 0; i < bytes.size(); i += bytes_of_a_line)
        text.append(base64(bytes.substr(i, bytes_of_a_line))).append(line_end);
    return text;
}

std::string quoted_printable(std::string_view text, std::string_view line_end)
{
    QuotedPrintable writer{line_end};
    while (!text.empty()) {
        if (text.starts_with(line_end)) {
            writer.end_line();
            text.remove_prefix(line_end.size());
            continue;
        }
        writer.add(text.front(), text.substr(1));
        text.remove_prefix(1);
    }
    return writer.take();
}

std::string quoted_printable_bytes(std::string_view bytes, std::string_view line_end)
{
    QuotedPrintable writer{line_end};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        writer.add(bytes[i], bytes.substr(i + 1));
    return writer.take();
}

} // namespace mailreeve::attachment
