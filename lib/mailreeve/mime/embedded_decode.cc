#include "mailreeve/base/ascii.hh"
#include "mailreeve/mime/binhex.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/embedded_line.hh"
#include "mailreeve/mime/line.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::mime {

namespace {

constexpr auto npos = std::string_view::npos;

unsigned uuencode_value(char c)
{
    return (static_cast<unsigned char>(c) - 0x20U) & 0x3fU; // "`" is nought, as " "
}

// How many characters stand for the bytes that the first one promises.
std::size_t uuencode_length(std::string_view line)
{
    const std::size_t bytes = uuencode_value(line.front());
    return (bytes + 2) / 3 * 4;
}

// No spaces at its end were lost.
bool is_whole(std::string_view line)
{
    return is_uuencoded(line) && line.size() > uuencode_length(line);
}

void add_uuencoded(std::string_view line, std::string& bytes)
{
    auto left = uuencode_value(line.front());
    line.remove_prefix(1);
    while (left > 0) {
        unsigned group = 0;
        for (std::size_t i = 0; i < 4; ++i)
            group = group << 6U | (i < line.size() ? uuencode_value(line[i]) : 0U);
        line.remove_prefix(std::min<std::size_t>(4, line.size()));
        for (unsigned shift = 16; left > 0; shift -= 8) {
            bytes += static_cast<char>(group >> shift & 0xffU);
            --left;
            if (shift == 0)
                break;
        }
    }
}

void add_yenc(std::string_view line, std::string& bytes)
{
    constexpr unsigned shift = 42;
    constexpr unsigned escaped = 64;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escape = line[i] == '=' && i + 1 < line.size();
        i += escape ? 1 : 0;
        bytes += static_cast<char>(static_cast<unsigned char>(line[i]) - shift -
                                   (escape ? escaped : 0U));
    }
}

// The lines of the content without what stands in front of each, one by one until
// `take` has enough.
template <class Take>
void each_line(const Embedded& file, std::string_view text, const Take& take)
{
    const auto first = without_line_end(line_at(text, file.where.begin).of(text));
    const auto mark = first.substr(0, quote_size(first));
    for (auto place = file.content.begin; place < file.content.end;) {
        const auto line = line_at(text, place);
        if (!take(without_quote(file.how, without_line_end(line.of(text)), mark)))
            return;
        place = line.end;
    }
}

std::string from_lines(const Embedded& file, std::string_view text,
                       std::size_t max_bytes)
{
    std::string bytes;
    each_line(file, text, [&](std::string_view line) {
        if (file.how == Embedding::Yenc)
            add_yenc(line, bytes);
        else if (is_uuencoded(line))
            add_uuencoded(line, bytes);
        return bytes.size() < max_bytes;
    });
    return bytes;
}

// Lines that are none of base64 are left out, as where the file was looked for.
std::string from_base64_lines(const Embedded& file, std::string_view text,
                              std::size_t max_bytes)
{
    std::string characters;
    each_line(file, text, [&](std::string_view line) {
        if (std::ranges::all_of(ascii::trim(line), is_base64))
            characters += line;
        return true;
    });
    Entity content;
    content.encoding = "base64";
    content.content = {0, characters.size()};
    return decoded(content, characters, max_bytes);
}

std::string binhex_stream(const Embedded& file, std::string_view text,
                          std::size_t max_bytes)
{
    std::string characters;
    each_line(file, text, [&](std::string_view line) {
        line = ascii::trim(line);
        line.remove_prefix(characters.empty() && line.starts_with(':') ? 1 : 0);
        const auto words = line.substr(0, line.find(':'));
        if (std::ranges::all_of(words, is_binhex))
            characters += words;
        return true;
    });
    return binhex_bytes(characters, max_bytes);
}

std::string from_binhex(const Embedded& file, std::string_view text,
                        std::size_t max_bytes)
{
    const auto bytes = binhex_stream(
        file, text, max_bytes + std::min(max_binhex_header, npos - max_bytes));
    const auto header = binhex_header(bytes);
    return header.data == 0 ? std::string{} : bytes.substr(header.data, header.size);
}

} // namespace

std::string_view without_quote(Embedding how, std::string_view line,
                               std::string_view mark)
{
    const auto bare = line.substr(quote_size(line));
    line.remove_prefix(line.starts_with(mark) ? mark.size() : 0);
    if (how == Embedding::Uuencode)
        return is_whole(line) || (is_uuencoded(line) && !is_whole(bare)) ? line : bare;
    if (how == Embedding::Base64Uuencode)
        return std::ranges::all_of(ascii::trim(line), is_base64) ? line : bare;
    return line;
}

bool is_uuencoded(std::string_view line)
{
    constexpr std::size_t check_sum = 2;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.empty() ||
        !std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '`'; }))
        return false;
    const auto length = uuencode_length(line);
    const auto told = line.substr(0, line.find_last_not_of(' ') + 1).size();
    return told <= 1 + length + check_sum;
}

std::string binhex_name(const Embedded& file, std::string_view text)
{
    return binhex_header(binhex_stream(file, text, max_binhex_header)).name;
}

std::string decoded(const Embedded& file, std::string_view text, std::size_t max_bytes)
{
    std::string bytes;
    switch (file.how) {
    case Embedding::Uuencode:
    case Embedding::Yenc:
        bytes = from_lines(file, text, max_bytes);
        break;
    case Embedding::Base64Uuencode:
        bytes = from_base64_lines(file, text, max_bytes);
        break;
    case Embedding::BinHex:
        bytes = from_binhex(file, text, max_bytes);
        break;
    }
    bytes.resize(std::min(bytes.size(), max_bytes));
    return bytes;
}

} // namespace mailreeve::mime
