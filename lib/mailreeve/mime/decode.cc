#include "mailreeve/mime/decode.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"

#include <algorithm>
#include <array>
#include <gmime/gmime.h>
#include <optional>

namespace mailreeve::mime {

namespace {

constexpr std::size_t piece = 4'096;

std::optional<GMimeContentEncoding> known(std::string_view encoding)
{
    if (encoding == "base64")
        return GMIME_CONTENT_ENCODING_BASE64;
    if (encoding == "quoted-printable")
        return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
    if (encoding == "x-uuencode" || encoding == "uuencode" || encoding == "x-uue")
        return GMIME_CONTENT_ENCODING_UUENCODE;
    return std::nullopt;
}

// GMime's codec works on memory of ours alone; it needs no g_mime_init().
class Decoder {
public:
    explicit Decoder(GMimeContentEncoding encoding)
    {
        g_mime_encoding_init_decode(&state_, encoding);
    }

    std::string decode(std::string_view content, std::size_t max_bytes)
    {
        std::string bytes;
        while (!content.empty() && bytes.size() < max_bytes) {
            const auto input = content.substr(0, piece);
            content.remove_prefix(input.size());
            std::string room(g_mime_encoding_outlen(&state_, input.size()), '\0');
            room.resize(
                g_mime_encoding_step(&state_, input.data(), input.size(), room.data()));
            bytes += room;
        }
        if (bytes.size() < max_bytes)
            bytes += rest();
        bytes.resize(std::min(bytes.size(), max_bytes));
        return bytes;
    }

private:
    // Of base64 without its padding GMime keeps the last bytes to itself.
    std::string rest()
    {
        if (state_.encoding != GMIME_CONTENT_ENCODING_BASE64)
            return {};
        std::array<char, 16> room{};
        const std::string_view padding = "==";
        return {room.data(), g_mime_encoding_step(&state_, padding.data(),
                                                  padding.size(), room.data())};
    }

    GMimeEncoding state_{};
};

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

std::string decoded(const Entity& entity, std::string_view message,
                    std::size_t max_bytes)
{
    const auto content = entity.content.of(message);
    const auto encoding = known(entity.encoding);
    if (!encoding)
        return std::string{content.substr(0, max_bytes)};
    return Decoder{*encoding}.decode(content, max_bytes);
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
