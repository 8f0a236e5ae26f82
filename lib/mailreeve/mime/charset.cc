#include "mailreeve/mime/charset.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>

namespace mailreeve::mime {

namespace {

constexpr std::size_t max_name = 64;
constexpr std::string_view replacement = "\xef\xbf\xbd"; // U+FFFD

struct Family {
    std::string_view start; // of the name, lower case
    bool numbered = false;  // digits follow, and nothing else
};

constexpr std::array families{
    Family{"iso-8859-", true},
    Family{"iso8859-", true},
    Family{"windows-", true},
    Family{"cp", true},
    Family{"ibm", true},
    Family{"koi8-r"},
    Family{"koi8-u"},
    Family{"gb2312"},
    Family{"gbk"},
    Family{"gb18030"},
    Family{"hz-gb-2312"},
    Family{"big5"},
    Family{"big5-hkscs"},
    Family{"euc-jp"},
    Family{"shift_jis"},
    Family{"sjis"},
    Family{"iso-2022-jp"},
    Family{"euc-kr"},
    Family{"ks_c_5601-1987"},
    Family{"iso-2022-kr"},
    Family{"euc-tw"},
    Family{"tis-620"},
    Family{"macintosh"},
    Family{"utf-7"},
    Family{"utf-16"},
    Family{"utf-16le"},
    Family{"utf-16be"},
    Family{"utf-32"},
    Family{"utf-32le"},
    Family{"utf-32be"},
    Family{"viscii"},
    Family{"us-ascii"},
    Family{"ascii"},
    Family{"ansi_x3.4-1968"},
    Family{"iso-8859-8-i"},
    Family{"iso-8859-8-e"},
    Family{"latin1"},
};

bool is_utf8_name(std::string_view name)
{
    return name == "utf-8" || name == "utf8";
}

bool is_in(std::string_view name, const Family& family)
{
    if (!family.numbered)
        return name == family.start;
    const auto number = name.substr(std::min(family.start.size(), name.size()));
    return name.starts_with(family.start) && !number.empty() && number.size() <= 4 &&
           std::ranges::all_of(number, ascii::is_digit);
}

// As iconv knows it; empty when it is not to be known.
std::string iconv_name(std::string_view charset)
{
    const auto name = ascii::lower(charset.substr(0, charset.find('*'))); // RFC 2231 5
    if (name.size() > max_name ||
        std::ranges::none_of(families,
                             [&](const auto& family) { return is_in(name, family); }))
        return {};
    if (name.starts_with("iso-8859-8-"))
        return "iso-8859-8";
    if (name == "hz-gb-2312")
        return "hz";
    if (name == "ks_c_5601-1987")
        return "cp949";
    if (name == "gb2312") // what is called so is the larger set
        return "gbk";
    return name.starts_with("windows-") ? "cp" + name.substr(8) : name;
}

class Converter {
public:
    explicit Converter(const std::string& charset)
        : handle_{iconv_open("utf-8", charset.c_str())}
    {
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter()
    {
        if (is_open())
            iconv_close(handle_);
    }

    bool is_open() const { return handle_ != no_handle(); }

    std::string convert(std::string_view bytes)
    {
        std::string text;
        std::string input{bytes};
        auto* in = input.data();
        auto left = input.size();
        while (left > 0) {
            const auto before = left;
            const auto error = step(in, left, text);
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
        return text;
    }

private:
    static iconv_t no_handle()
    {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
        return reinterpret_cast<iconv_t>(-1);
    }

    // Goes on until the input or the room is used up; 0, or what iconv says.
    int step(char*& in, std::size_t& left, std::string& text)
    {
        std::array<char, 4'096> room{};
        auto* out = room.data();
        auto space = room.size();
        const auto converted = iconv(handle_, &in, &left, &out, &space);
        const auto error = converted == static_cast<std::size_t>(-1) ? errno : 0;
        text.append(room.data(), room.size() - space);
        return error;
    }

    iconv_t handle_;
};

} // namespace

bool is_known_charset(std::string_view charset)
{
    return is_utf8_name(ascii::lower(charset.substr(0, charset.find('*')))) ||
           !iconv_name(charset).empty();
}

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset)
{
    if (is_utf8_name(ascii::lower(charset.substr(0, charset.find('*')))))
        return utf8::repaired(bytes);
    const auto name = iconv_name(charset);
    if (name.empty())
        return std::nullopt;
    Converter converter{name};
    if (!converter.is_open())
        return std::nullopt;
    return utf8::repaired(converter.convert(bytes));
}

std::string guessed_utf8(std::string_view bytes)
{
    if (utf8::is_valid(bytes))
        return std::string{bytes};
    return to_utf8(bytes, "windows-1252").value_or(utf8::repaired(bytes));
}

} // namespace mailreeve::mime
