#include "mailreeve/config/utf8.hh"

#include <array>

namespace mailreeve::config {

namespace {

struct Form {
    unsigned char mask;
    unsigned char lead;
    std::size_t bytes;
    char32_t least; // anything smaller has a shorter form
};

constexpr std::array forms{
    Form{0x80, 0x00, 1, 0},
    Form{0xe0, 0xc0, 2, 0x80},
    Form{0xf0, 0xe0, 3, 0x800},
    Form{0xf8, 0xf0, 4, 0x10000},
};

bool is_scalar_value(char32_t code)
{
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

std::optional<Character> read(std::string_view text, const Form& form)
{
    if (text.size() < form.bytes)
        return std::nullopt;
    const auto lead = static_cast<unsigned char>(text[0]);
    char32_t code = lead & static_cast<unsigned char>(~form.mask);
    for (const char c : text.substr(1, form.bytes - 1)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0U) != 0x80U)
            return std::nullopt;
        code = (code << 6U) | (byte & 0x3fU);
    }
    if (code < form.least || !is_scalar_value(code))
        return std::nullopt;
    return Character{code, form.bytes};
}

} // namespace

std::optional<Character> first_character(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    for (const auto& form : forms)
        if ((lead & form.mask) == form.lead)
            return read(text, form);
    return std::nullopt;
}

int count_characters(std::string_view text)
{
    int count = 0;
    while (!text.empty()) {
        text.remove_prefix(first_character(text).value_or(Character{}).bytes);
        ++count;
    }
    return count;
}

bool is_printable(char32_t code)
{
    if (code == '\t' || code == '\n' || code == 0x85)
        return true;
    return code >= 0x20 && code != 0x7f && (code < 0x80 || code >= 0xa0) &&
           code != 0xfffe && code != 0xffff;
}

bool is_invisible(char32_t code)
{
    return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0x061c || code == 0xfeff ||
           code == 0x85 || code == 0xad;
}

} // namespace mailreeve::config
