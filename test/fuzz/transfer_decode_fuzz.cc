// A content in each transfer encoding: what a strict decoder reads the tolerant one
// reads too, pieces are the whole, and files that stand in it are inside of it.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/embedded.hh"
#include "mailreeve/mime/hidden.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <optional>
#include <string>

namespace {

using namespace mailreeve;
using namespace mailreeve::mime;
using test::hold;

int base64_value(char c)
{
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// RFC 2045 6.8, whole groups and nothing but line ends between them.
std::optional<std::string> strict_base64(std::string_view text)
{
    std::string letters;
    std::ranges::copy_if(text, std::back_inserter(letters),
                         [](char c) { return c != '\r' && c != '\n'; });
    std::string bytes;
    if (letters.size() % 4 != 0)
        return std::nullopt;
    for (std::size_t i = 0; i < letters.size(); i += 4) {
        const auto group = letters.substr(i, 4);
        const auto pads = static_cast<std::size_t>(std::ranges::count(group, '='));
        if (pads > 2 || (pads > 0 && i + 4 != letters.size()))
            return std::nullopt;
        unsigned bits = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const bool is_pad = k >= 4 - pads;
            const auto value = is_pad ? 0 : base64_value(group[k]);
            if (value < 0 || (is_pad && group[k] != '='))
                return std::nullopt;
            bits = bits << 6U | static_cast<unsigned>(value);
        }
        for (std::size_t k = 0; k < 3 - pads; ++k)
            bytes += static_cast<char>(bits >> (16 - 8 * k) & 0xffU);
    }
    return bytes;
}

// RFC 2045 6.7: upper case, no white space at the end of a line.
std::optional<std::string> strict_quoted(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto rest = text.substr(i);
        if ((c == ' ' || c == '\t') &&
            (rest.size() == 1 || rest[1] == '\r' || rest[1] == '\n' || rest[1] == ' ' ||
             rest[1] == '\t'))
            return std::nullopt;
        if (c != '=') {
            if (c == '\r' && rest.substr(1, 1) != "\n")
                return std::nullopt;
            bytes += c;
            continue;
        }
        if (rest.starts_with("=\r\n") || rest.starts_with("=\n")) {
            i += rest[1] == '\r' ? 2U : 1U;
            continue;
        }
        if (rest.size() < 3 || ascii::hex_value(rest[1]) < 0 ||
            ascii::hex_value(rest[2]) < 0)
            return std::nullopt;
        bytes += static_cast<char>(ascii::hex_value(rest[1]) * 16 +
                                   ascii::hex_value(rest[2]));
        i += 2;
    }
    return bytes;
}

void try_decode(std::string_view content, const std::string& encoding)
{
    Entity entity;
    entity.encoding = encoding;
    entity.content = {0, content.size()};
    const auto whole = decoded(entity, content, content.size() + 1);
    hold(whole.size() <= content.size());
    for (const std::size_t most :
         {std::size_t{0}, std::size_t{1}, content.size() / 2, content.size() + 1}) {
        std::string pieces;
        const auto given = decode(entity, content, most, [&](std::string_view piece) {
            hold(!piece.empty());
            pieces += piece;
        });
        hold(given == pieces.size() && pieces == whole.substr(0, most));
    }
    const auto strict = encoding == "base64"             ? strict_base64(content)
                        : encoding == "quoted-printable" ? strict_quoted(content)
                                                         : std::nullopt;
    hold(!strict || *strict == whole);
}

void try_files(std::string_view text)
{
    const auto files = embedded_files(text, 20);
    hold(files.size() <= 20);
    std::size_t place = 0;
    for (const auto& file : files) {
        hold(file.where.begin >= place && file.where.end <= text.size());
        hold(file.where.contains(file.content));
        place = file.where.end;
        const auto bytes = decoded(file, text, 100'000);
        hold(bytes.size() <= 100'000);
        hold(decoded(file, text, 7) == bytes.substr(0, 7));
    }
    std::size_t before = 0;
    for (const auto& hidden : hidden_files(text, {0, text.size()}, 10)) {
        hold(hidden.where.begin >= before && hidden.where.end <= text.size());
        hold(!hidden.sign.empty());
        before = hidden.where.begin;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto content = mailreeve::test::input(bytes, size);
    for (const auto* encoding : {"base64", "quoted-printable", "x-uuencode", "7bit"})
        try_decode(content, encoding);
    try_files(content);
    return 0;
}
