#include "mailreeve/mime/decode.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <gmime/gmime.h>
#include <optional>
#include <utility>

namespace mailreeve::mime {

namespace {

// GMime's codec works on memory of ours alone: it needs no g_mime_init(), and threads
// share nothing.
class Codec {
public:
    explicit Codec(GMimeContentEncoding encoding)
    {
        g_mime_encoding_init_decode(&state_, encoding);
    }

    // Adds to `bytes` what `content` goes on with, until there is enough.
    void decode(std::string_view content, std::string& bytes, std::size_t enough)
    {
        constexpr std::size_t piece = 4'096;
        while (!content.empty() && bytes.size() < enough) {
            const auto input = content.substr(0, piece);
            content.remove_prefix(input.size());
            const auto before = bytes.size();
            bytes.resize(before + g_mime_encoding_outlen(&state_, input.size()));
            bytes.resize(before + g_mime_encoding_step(&state_, input.data(),
                                                       input.size(), &bytes[before]));
        }
    }

private:
    GMimeEncoding state_{};
};

// GMime keeps the last bytes to itself where padding is missing, and reads nothing
// behind padding; but some senders encode piece by piece, and some clients read on.
std::string from_base64(std::string_view content, std::size_t max_bytes)
{
    std::string bytes;
    while (!content.empty() && bytes.size() < max_bytes) {
        const auto stretch = content.substr(0, content.find('='));
        Codec codec{GMIME_CONTENT_ENCODING_BASE64};
        codec.decode(stretch, bytes, max_bytes);
        codec.decode("==", bytes, max_bytes);
        content.remove_prefix(stretch.size());
        content.remove_prefix(std::min(content.find_first_not_of('='), content.size()));
    }
    return bytes;
}

// White space at the end of a line is not part of the text (RFC 2045 6.7, 3); GMime
// keeps it. At the end of the content it keeps half an escape to itself.
std::string from_quoted_printable(std::string_view content, std::size_t max_bytes)
{
    std::string bytes;
    Codec codec{GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE};
    while (!content.empty() && bytes.size() < max_bytes) {
        const auto line = line_at(content, 0).of(content);
        const auto words = without_line_end(line);
        const auto text = words.substr(0, words.find_last_not_of(" \t") + 1);
        codec.decode(text, bytes, max_bytes);
        codec.decode(line.substr(words.size()), bytes, max_bytes);
        content.remove_prefix(line.size());
        const bool is_last = line_end_size(line) == 0;
        if (is_last && text.size() > 1 && text[text.size() - 2] == '=')
            bytes += text.substr(text.size() - 2);
    }
    return bytes;
}

// GMime takes the "begin" line for data.
std::string from_uuencode(std::string_view content, std::size_t max_bytes)
{
    constexpr std::string_view begin = "begin ";
    auto data = content;
    while (!data.empty() && !data.starts_with(begin))
        data.remove_prefix(line_at(data, 0).end);
    if (!data.empty())
        content = data.substr(line_at(data, 0).end);
    std::string bytes;
    Codec{GMIME_CONTENT_ENCODING_UUENCODE}.decode(content, bytes, max_bytes);
    return bytes;
}

// Not longer than that, and cut between two characters.
std::string cut(std::string text, std::size_t max_bytes)
{
    if (text.size() <= max_bytes)
        return text;
    while (max_bytes > 0 &&
           (static_cast<unsigned char>(text[max_bytes]) & 0xc0U) == 0x80)
        --max_bytes;
    text.resize(max_bytes);
    return text;
}

// A last character that is cut is not a reason to take UTF-8 for something else.
std::string_view without_cut_character(std::string_view bytes)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xc0U) == 0x80)
            continue;
        return utf8::sequence_size(byte) > back ? bytes.substr(0, bytes.size() - back)
                                                : bytes;
    }
    return bytes;
}

bool is_told(const std::string& charset)
{
    return !charset.empty() && charset != "us-ascii" && charset != "ascii";
}

} // namespace

bool is_encoded(const Entity& entity)
{
    switch (g_mime_content_encoding_from_string(entity.encoding.c_str())) {
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
    case GMIME_CONTENT_ENCODING_UUENCODE:
        return true;
    default:
        return false;
    }
}

std::string decoded(const Entity& entity, std::string_view message,
                    std::size_t max_bytes)
{
    const auto content = entity.content.of(message);
    std::string bytes;
    switch (g_mime_content_encoding_from_string(entity.encoding.c_str())) {
    case GMIME_CONTENT_ENCODING_BASE64:
        bytes = from_base64(content, max_bytes);
        break;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        bytes = from_quoted_printable(content, max_bytes);
        break;
    case GMIME_CONTENT_ENCODING_UUENCODE:
        bytes = from_uuencode(content, max_bytes);
        break;
    default:
        bytes = content.substr(0, max_bytes);
    }
    bytes.resize(std::min(bytes.size(), max_bytes));
    return bytes;
}

std::string text(const Entity& entity, std::string_view message, std::size_t max_bytes)
{
    const auto bytes = decoded(entity, message, max_bytes);
    const auto whole = bytes.size() < max_bytes ? std::string_view{bytes}
                                                : without_cut_character(bytes);
    auto converted =
        is_told(entity.charset) ? to_utf8(whole, entity.charset) : std::nullopt;
    return cut(converted ? std::move(*converted) : guessed_utf8(whole), max_bytes);
}

} // namespace mailreeve::mime
