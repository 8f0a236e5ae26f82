#include "mailreeve/mail/encoded_word.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::mail {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t max_word = 75; // RFC 2047 2, of those that we write

struct Word {
    std::string_view charset;
    char encoding = '?'; // as it stands: Q, q, B, b
    std::string_view content;
    std::size_t size = 0; // from =? to ?=
};

bool is_word_character(char c)
{
    return c > ' ' && c <= '~' && c != '?';
}

// The field up to the next "?", taken off the front of `rest`.
std::optional<std::string_view> take_field(std::string_view& rest)
{
    const auto end = rest.find('?');
    if (end == npos || !std::ranges::all_of(rest.substr(0, end), is_word_character))
        return std::nullopt;
    const auto field = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return field;
}

std::optional<Word> word_at_front(std::string_view text)
{
    if (!text.starts_with("=?"))
        return std::nullopt;
    auto rest = text.substr(2);
    const auto charset = take_field(rest);
    const auto encoding = charset ? take_field(rest) : std::nullopt;
    const auto content = encoding ? take_field(rest) : std::nullopt;
    if (!content || charset->empty() || encoding->size() != 1 || !rest.starts_with('='))
        return std::nullopt;
    return Word{*charset, encoding->front(), *content, text.size() - rest.size() + 1};
}

std::string_view charset_of(const Word& word)
{
    return word.charset.substr(0, word.charset.find('*')); // RFC 2231 5
}

bool is_utf8(std::string_view charset)
{
    return ascii::equal(charset, "utf-8") || ascii::equal(charset, "utf8");
}

bool is_ascii(std::string_view charset)
{
    return ascii::equal(charset, "us-ascii") || ascii::equal(charset, "ascii");
}

bool is_latin1(std::string_view charset)
{
    return ascii::equal(charset, "iso-8859-1") || ascii::equal(charset, "latin1");
}

std::string decode_q(std::string_view content)
{
    std::string bytes;
    for (std::size_t i = 0; i < content.size(); ++i) {
        const bool escape = content[i] == '=' && i + 2 < content.size() &&
                            ascii::hex_value(content[i + 1]) >= 0 &&
                            ascii::hex_value(content[i + 2]) >= 0;
        if (escape) {
            bytes += static_cast<char>(ascii::hex_value(content[i + 1]) * 16 +
                                       ascii::hex_value(content[i + 2]));
            i += 2;
        } else {
            bytes += content[i] == '_' ? ' ' : content[i];
        }
    }
    return bytes;
}

int base64_value(char c)
{
    if (ascii::is_upper(c))
        return c - 'A';
    if (ascii::is_lower(c))
        return c - 'a' + 26;
    if (ascii::is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// What is not of the alphabet is left out, as most readers do; "=" ends it.
std::string decode_b(std::string_view content)
{
    std::string bytes;
    unsigned gathered = 0;
    unsigned bits = 0;
    for (const char c : content.substr(0, content.find('='))) {
        const int value = base64_value(c);
        if (value < 0)
            continue;
        gathered = (gathered << 6U | static_cast<unsigned>(value)) & 0xffffU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(gathered >> bits & 0xffU);
        }
    }
    return bytes;
}

// Nothing when the encoding is unknown.
std::optional<std::string> bytes_of(const Word& word)
{
    switch (ascii::lower(word.encoding)) {
    case 'q':
        return decode_q(word.content);
    case 'b':
        return decode_b(word.content);
    default:
        return std::nullopt;
    }
}

std::string latin1_as_utf8(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes)
        utf8::append(text, static_cast<unsigned char>(c));
    return text;
}

std::string ascii_as_utf8(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes)
        utf8::append(text, (static_cast<unsigned char>(c) & 0x80U) != 0
                               ? char32_t{0xfffd}
                               : static_cast<unsigned char>(c));
    return text;
}

class OwnCharsets final : public Charsets {
public:
    bool knows(std::string_view charset) const override
    {
        return is_utf8(charset) || is_ascii(charset) || is_latin1(charset);
    }

    std::string utf8(std::string_view bytes, std::string_view charset) const override
    {
        if (is_utf8(charset))
            return utf8::repaired(bytes);
        return is_ascii(charset) ? ascii_as_utf8(bytes) : latin1_as_utf8(bytes);
    }
};

// Encoded words side by side in one charset, decoded together.
class Run {
public:
    Run(const Charsets& charsets, std::string& out) : charsets_{charsets}, out_{out} {}

    void add(std::string_view charset, std::string_view bytes)
    {
        if (open_ && !ascii::equal(charset, charset_))
            end();
        charset_ = charset;
        bytes_ += bytes;
        open_ = true;
    }

    bool is_open() const { return open_; }

    void end()
    {
        out_ += charsets_.utf8(bytes_, charset_);
        bytes_.clear();
        open_ = false;
    }

private:
    const Charsets& charsets_;
    std::string& out_;
    std::string bytes_;
    std::string_view charset_;
    bool open_ = false;
};

std::size_t space_size(std::string_view text)
{
    const auto word = std::ranges::find_if_not(text, ascii::is_space);
    return static_cast<std::size_t>(word - text.begin());
}

std::string encoded(std::string_view character)
{
    if (character == " ")
        return "_";
    const char c = character.front();
    if (ascii::is_alnum(c) || std::string_view{"!*+-/[].,:"}.find(c) != npos)
        return std::string{character};
    std::string text;
    for (const char byte : character) {
        const auto value = static_cast<unsigned char>(byte);
        text += {'=', "0123456789ABCDEF"[value >> 4U], "0123456789ABCDEF"[value & 15U]};
    }
    return text;
}

} // namespace

std::string decode_words(std::string_view text)
{
    return decode_words(text, OwnCharsets{});
}

std::string decode_words(std::string_view text, const Charsets& charsets)
{
    std::string decoded;
    Run run{charsets, decoded};
    while (!text.empty()) {
        const auto space = run.is_open() ? space_size(text) : 0;
        const auto word = word_at_front(text.substr(space));
        const auto charset = word ? charset_of(*word) : std::string_view{};
        const bool known = word && charsets.knows(charset);
        const auto bytes = known ? bytes_of(*word) : std::nullopt;
        if (bytes) {
            run.add(charset, *bytes);
            text.remove_prefix(space + word->size);
            continue;
        }
        if (run.is_open())
            run.end();
        // A word that we cannot read is stepped over whole: nothing begins inside it.
        const auto next = word ? space + word->size : space + 1;
        decoded += text.substr(0, next);
        text.remove_prefix(std::min(next, text.size()));
    }
    if (run.is_open())
        run.end();
    return decoded;
}

std::string encode_words(std::string_view text)
{
    constexpr std::string_view open = "=?utf-8?q?";
    constexpr std::string_view close = "?=";
    const auto valid = utf8::repaired(text);
    std::string words{open};
    std::size_t begin = 0;
    for (std::string_view rest = valid; !rest.empty();) {
        const auto size =
            utf8::first(rest)->size; // NOLINT(bugprone-unchecked-optional-access)
        const auto piece = encoded(rest.substr(0, size));
        if (words.size() - begin + piece.size() + close.size() > max_word) {
            words.append(close).append(" ");
            begin = words.size();
            words += open;
        }
        words += piece;
        rest.remove_prefix(size);
    }
    return words.append(close);
}

std::size_t encoded_word_size(std::string_view text)
{
    const auto word = word_at_front(text);
    return word ? word->size : 0;
}

} // namespace mailreeve::mail
