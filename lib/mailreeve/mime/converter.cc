#include "mailreeve/mime/converter.hh"

#include <array>
#include <cerrno>

namespace mailreeve::mime {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd"; // U+FFFD

iconv_t no_handle()
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
    return reinterpret_cast<iconv_t>(-1);
}

} // namespace

Converter::Converter(const std::string& charset)
    : handle_{iconv_open("utf-8", charset.c_str())}
{
}

Converter::~Converter()
{
    if (is_open())
        iconv_close(handle_);
}

bool Converter::is_open() const
{
    return handle_ != no_handle();
}

std::string Converter::convert(std::string_view bytes)
{
    std::string text;
    std::string input{bytes};
    auto* in = input.data();
    auto left = input.size();
    while (left > 0) {
        const auto before = left;
        const auto error = step(&in, &left, text);
        if (error == EINVAL) { // cut inside a character
            text += replacement;
            break;
        }
        if (error == EILSEQ || (error != 0 && left == before)) {
            text += replacement;
            ++in;
            --left;
        }
    }
    step(nullptr, nullptr, text); // some hold a letter back for the accent behind it
    return text;
}

// Goes on until the input or the room is used up; 0, or what iconv says.
int Converter::step(char** in, std::size_t* left, std::string& text)
{
    std::array<char, 4'096> room; // NOLINT(cppcoreguidelines-pro-type-member-init)
    auto* out = room.data();
    auto space = room.size();
    const auto converted = iconv(handle_, in, left, &out, &space);
    const auto error = converted == static_cast<std::size_t>(-1) ? errno : 0;
    text.append(room.data(), room.size() - space);
    return error;
}

} // namespace mailreeve::mime
