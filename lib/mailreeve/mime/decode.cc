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

// Gives on what is decoded, in pieces, and no more of it than is wanted.
class Outflow {
public:
    Outflow(std::uint64_t wanted, const Sink& sink) : wanted_{wanted}, sink_{sink} {}

    bool is_full() const { return given_ + piece_.size() >= wanted_; }

    void add(std::string_view bytes)
    {
        piece_ += bytes;
        give(large);
    }

    // Room for `most` bytes, of which `fill` tells how many it used.
    template <class Fill>
    void add(std::size_t most, const Fill& fill)
    {
        const auto before = piece_.size();
        piece_.resize(before + most);
        piece_.resize(before + fill(&piece_[before]));
        give(large);
    }

    // All that is left; how much it was altogether.
    std::uint64_t end()
    {
        give(1);
        return given_;
    }

private:
    static constexpr std::size_t large = std::size_t{64} * 1'024;

    void give(std::size_t at_least)
    {
        if (piece_.size() < at_least)
            return;
        const auto size = std::min<std::uint64_t>(piece_.size(), wanted_ - given_);
        if (size > 0)
            sink_(std::string_view{piece_}.substr(0, static_cast<std::size_t>(size)));
        given_ += size;
        piece_.clear();
    }

    std::uint64_t wanted_;
    const Sink& sink_;
    std::string piece_;
    std::uint64_t given_ = 0;
};

// GMime's codec works on memory of ours alone: it needs no g_mime_init(), and threads
// share nothing.
class Codec {
public:
    explicit Codec(GMimeContentEncoding encoding)
    {
        g_mime_encoding_init_decode(&state_, encoding);
    }

    // Adds to `out` what `content` goes on with, until there is enough.
    void decode(std::string_view content, Outflow& out)
    {
        constexpr std::size_t piece = 4'096;
        while (!content.empty() && !out.is_full()) {
            const auto input = content.substr(0, piece);
            content.remove_prefix(input.size());
            out.add(g_mime_encoding_outlen(&state_, input.size()), [&](char* room) {
                return g_mime_encoding_step(&state_, input.data(), input.size(), room);
            });
        }
    }

    // Half an escape of quoted-printable that it keeps to itself, "=4".
    std::string half_escape() const
    {
        constexpr int half = 2;
        return state_.state == half ? std::string{'=', static_cast<char>(state_.save)}
                                    : std::string{};
    }

private:
    GMimeEncoding state_{};
};

// GMime keeps the last bytes to itself where padding is missing, and reads nothing
// behind padding; but some senders encode piece by piece, and some clients read on.
void from_base64(std::string_view content, Outflow& out)
{
    while (!content.empty() && !out.is_full()) {
        const auto stretch = content.substr(0, content.find('='));
        Codec codec{GMIME_CONTENT_ENCODING_BASE64};
        codec.decode(stretch, out);
        codec.decode("==", out);
        content.remove_prefix(stretch.size());
        content.remove_prefix(std::min(content.find_first_not_of('='), content.size()));
    }
}

// White space at the end of a line is not part of the text (RFC 2045 6.7, 3); GMime
// keeps it. At the end of the content it keeps half an escape to itself.
void from_quoted_printable(std::string_view content, Outflow& out)
{
    Codec codec{GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE};
    while (!content.empty() && !out.is_full()) {
        const auto line = line_at(content, 0).of(content);
        const auto words = without_line_end(line);
        const auto text = words.substr(0, words.find_last_not_of(" \t") + 1);
        codec.decode(text, out);
        codec.decode(line.substr(words.size()), out);
        content.remove_prefix(line.size());
    }
    if (content.empty())
        out.add(codec.half_escape());
}

// GMime takes the "begin" line for data.
void from_uuencode(std::string_view content, Outflow& out)
{
    constexpr std::string_view begin = "begin ";
    auto data = content;
    while (!data.empty() && !data.starts_with(begin))
        data.remove_prefix(line_at(data, 0).end);
    if (!data.empty())
        content = data.substr(line_at(data, 0).end);
    Codec{GMIME_CONTENT_ENCODING_UUENCODE}.decode(content, out);
}

void as_it_stands(std::string_view content, Outflow& out)
{
    constexpr std::size_t piece = std::size_t{64} * 1'024;
    while (!content.empty() && !out.is_full()) {
        out.add(content.substr(0, piece));
        content.remove_prefix(std::min(piece, content.size()));
    }
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

std::uint64_t decode(const Entity& entity, std::string_view message,
                     std::uint64_t max_bytes, const Sink& sink)
{
    const auto content = entity.content.of(message);
    Outflow out{max_bytes, sink};
    switch (g_mime_content_encoding_from_string(entity.encoding.c_str())) {
    case GMIME_CONTENT_ENCODING_BASE64:
        from_base64(content, out);
        break;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        from_quoted_printable(content, out);
        break;
    case GMIME_CONTENT_ENCODING_UUENCODE:
        from_uuencode(content, out);
        break;
    default:
        as_it_stands(content, out);
    }
    return out.end();
}

std::string decoded(const Entity& entity, std::string_view message,
                    std::size_t max_bytes)
{
    std::string bytes;
    decode(entity, message, max_bytes, [&](std::string_view piece) { bytes += piece; });
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
