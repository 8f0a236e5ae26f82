#include "mailreeve/mime/charset.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/converter.hh"

#include <algorithm>
#include <array>
#include <map>

namespace mailreeve::mime {

namespace {

// What mail is written in, as iconv names it in lower case.
constexpr std::string_view known =
    " us-ascii utf-8 utf-7 utf-16 utf-16le utf-16be utf-32 utf-32le utf-32be "
    "iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 "
    "iso-8859-8 iso-8859-9 iso-8859-10 iso-8859-11 iso-8859-13 iso-8859-14 "
    "iso-8859-15 iso-8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 "
    "cp1258 cp437 cp850 cp852 cp855 cp857 cp860 cp862 cp863 cp865 cp866 cp874 cp932 "
    "cp936 cp949 cp950 koi8-r koi8-u gb18030 big5 big5-hkscs euc-jp euc-tw "
    "iso-2022-jp iso-2022-kr tis-620 viscii macintosh ";

struct Alias {
    std::string_view name;
    std::string_view means;
};

// Of East Asia, the larger set that senders mean by the name.
constexpr std::array aliases{
    Alias{"utf8", "utf-8"},
    Alias{"ascii", "us-ascii"},
    Alias{"ansi_x3.4-1968", "us-ascii"},
    Alias{"ansi-x3.4-1968", "us-ascii"},
    Alias{"unicode-1-1-utf-7", "utf-7"},
    Alias{"latin1", "iso-8859-1"},
    Alias{"iso-8859-8-i", "iso-8859-8"},
    Alias{"iso-8859-8-e", "iso-8859-8"},
    Alias{"gb2312", "gb18030"},
    Alias{"gbk", "gb18030"},
    Alias{"shift_jis", "cp932"},
    Alias{"shift-jis", "cp932"},
    Alias{"x-sjis", "cp932"},
    Alias{"euc-kr", "cp949"},
    Alias{"ks_c_5601-1987", "cp949"},
};

constexpr std::array prefixes{
    Alias{"windows-", "cp"},
    Alias{"ibm", "cp"},
    Alias{"iso8859-", "iso-8859-"},
};

std::string canonical(std::string_view charset)
{
    auto name = ascii::lower(charset.substr(0, charset.find('*'))); // RFC 2231 5
    for (const auto& alias : aliases)
        if (name == alias.name)
            return std::string{alias.means};
    for (const auto& alias : prefixes)
        if (name.starts_with(alias.name))
            return std::string{alias.means}.append(name, alias.name.size());
    return name;
}

// As iconv knows it; empty when we do not know it.
std::string iconv_name(std::string_view charset)
{
    auto name = canonical(charset);
    const bool is_word = !name.empty() && name.find(' ') == std::string::npos;
    return is_word && known.find(" " + name + " ") != std::string_view::npos
               ? name
               : std::string{};
}

// The C library unloads a converter with its last user, and to load it costs more than
// to convert a header. Of each charset one stays open, so that no message of many words
// in two charsets costs seconds.
void keep_loaded(const std::string& charset)
{
    static Guarded<std::map<std::string, Converter>> kept;
    kept.with([&](auto& converters) { converters.try_emplace(charset, charset); });
}

} // namespace

bool is_known_charset(std::string_view charset)
{
    return !iconv_name(charset).empty();
}

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset)
{
    const auto name = iconv_name(charset);
    if (name.empty())
        return std::nullopt;
    if (name == "utf-8")
        return utf8::repaired(bytes);
    keep_loaded(name);
    Converter converter{name};
    if (!converter.is_open()) // the C library lacks it
        return std::nullopt;
    return utf8::repaired(converter.convert(bytes));
}

std::string guessed_utf8(std::string_view bytes)
{
    if (utf8::is_ascii(bytes) || utf8::is_valid(bytes))
        return std::string{bytes};
    return to_utf8(bytes, "windows-1252").value_or(utf8::repaired(bytes));
}

} // namespace mailreeve::mime
