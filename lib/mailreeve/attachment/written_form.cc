#include "mailreeve/attachment/written_form.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

namespace {

using namespace std::string_view_literals;

struct Mark {
    std::string_view bytes;
    WrittenForm form;
};

constexpr std::array marks16{Mark{"\xfe\xff"sv, WrittenForm::Utf16Be},
                             Mark{"\xff\xfe"sv, WrittenForm::Utf16Le}};
constexpr std::array marks32{Mark{"\0\0\xfe\xff"sv, WrittenForm::Utf32Be},
                             Mark{"\xff\xfe\0\0"sv, WrittenForm::Utf32Le}};

// By the mark, or by where the zeros of the first ASCII stand: RFC 2781 4.3 says big
// endian where there is none, but programs do not write so.
WrittenForm by_order(std::string_view text, const std::array<Mark, 2>& marks)
{
    for (const auto& mark : marks)
        if (text.starts_with(mark.bytes))
            return mark.form;
    const auto unit = marks[0].bytes.size();
    std::size_t first_zeros = 0;
    std::size_t last_zeros = 0;
    const auto head = text.substr(0, 1'024);
    for (std::size_t i = 0; i + unit <= head.size(); i += unit) {
        first_zeros += head[i] == '\0' ? 1U : 0U;
        last_zeros += head[i + unit - 1] == '\0' ? 1U : 0U;
    }
    return last_zeros > first_zeros ? marks[1].form : marks[0].form;
}

bool is_one_of(std::string_view name, std::string_view names)
{
    return names.find(" " + std::string{name} + " ") != std::string_view::npos;
}

WrittenForm ascii_form(std::string_view name, bool eight_bits)
{
    if (is_one_of(name, " gb2312 gbk gb18030 gb_2312-80 cp936 big5 big5-hkscs cp950 "
                        "shift_jis sjis cp932 windows-31j euc-jp euc-kr euc-tw cp949 "
                        "ks_c_5601-1987 ksc5601 johab "))
        return WrittenForm::Double;
    if (!eight_bits)
        return WrittenForm::Ascii;
    if (is_one_of(name, " utf-8 utf8 "))
        return WrittenForm::Utf8;
    return is_one_of(name, " iso-8859-1 latin1 windows-1252 cp1252 ")
               ? WrittenForm::Latin
               : WrittenForm::Ascii;
}

char32_t ascii_or(char32_t point, char32_t last)
{
    return point < 0x80 || (point >= 0xa0 && point <= last) ? point : U'?';
}

void append_unit(std::string& text, char32_t value, std::size_t size, bool big)
{
    for (std::size_t i = 0; i < size; ++i) {
        const auto shift = 8 * (big ? size - 1 - i : i);
        text += static_cast<char>(value >> shift & 0xffU);
    }
}

void append_utf16(std::string& text, char32_t point, bool big)
{
    if (point < 0x10000)
        return append_unit(text, point, 2, big);
    append_unit(text, 0xd800U + ((point - 0x10000U) >> 10U), 2, big);
    append_unit(text, 0xdc00U + (point & 0x3ffU), 2, big);
}

// Its direct characters; what else is ASCII may be taken for one in a header only.
void append_utf7(std::string& text, char32_t point)
{
    if (point == U'+')
        text += "+-";
    else
        text += point < 0x80 && point != U'\\' && point != U'~'
                    ? static_cast<char>(point)
                    : '?';
}

void append(std::string& text, char32_t point, WrittenForm form)
{
    switch (form) {
    case WrittenForm::Utf8:
        return utf8::append(text, point);
    case WrittenForm::Utf7:
        return append_utf7(text, point);
    case WrittenForm::Utf16Be:
    case WrittenForm::Utf16Le:
        return append_utf16(text, point, form == WrittenForm::Utf16Be);
    case WrittenForm::Utf32Be:
    case WrittenForm::Utf32Le:
        return append_unit(text, point, 4, form == WrittenForm::Utf32Be);
    default:
        text +=
            static_cast<char>(ascii_or(point, form == WrittenForm::Latin ? 0xff : 0));
    }
}

} // namespace

WrittenForm written_form(std::string_view charset, std::string_view text,
                         bool eight_bits)
{
    const auto name = ascii::lower(charset.substr(0, charset.find('*'))); // RFC 2231 5
    if (name.empty())
        return WrittenForm::Ascii;
    if (!mime::is_known_charset(name))
        return WrittenForm::None;
    if (name.find("utf-7") != std::string::npos)
        return WrittenForm::Utf7;
    if (name.starts_with("iso-2022-"))
        return WrittenForm::Shifts;
    if (!name.starts_with("utf-16") && !name.starts_with("utf-32"))
        return ascii_form(name, eight_bits);
    if (!eight_bits)
        return WrittenForm::None;
    const bool wide = name.starts_with("utf-32");
    if (name.ends_with("le"))
        return wide ? WrittenForm::Utf32Le : WrittenForm::Utf16Le;
    if (name.ends_with("be"))
        return wide ? WrittenForm::Utf32Be : WrittenForm::Utf16Be;
    return wide ? by_order(text, marks32) : by_order(text, marks16);
}

std::size_t mark_size(WrittenForm form, std::string_view text)
{
    constexpr std::array marks{marks16[0],
                               marks16[1],
                               marks32[0],
                               marks32[1],
                               Mark{"\xef\xbb\xbf"sv, WrittenForm::Utf8},
                               Mark{"\xef\xbb\xbf"sv, WrittenForm::Ascii}};
    for (const auto& mark : marks)
        if (mark.form == form && text.starts_with(mark.bytes))
            return mark.bytes.size();
    return 0;
}

std::size_t unit_size(WrittenForm form)
{
    switch (form) {
    case WrittenForm::Utf16Be:
    case WrittenForm::Utf16Le:
        return 2;
    case WrittenForm::Utf32Be:
    case WrittenForm::Utf32Le:
        return 4;
    default:
        return 1;
    }
}

std::string written(std::string_view utf8, WrittenForm form)
{
    std::string text;
    while (const auto point = utf8::first(utf8)) {
        append(text, point->value, form);
        utf8.remove_prefix(point->size);
    }
    return text;
}

} // namespace mailreeve::attachment
