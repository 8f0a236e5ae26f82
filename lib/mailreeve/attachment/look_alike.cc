#include "mailreeve/attachment/look_alike.hh"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace mailreeve::attachment {

namespace {

// Alphabets in one piece: the letter of the first, and how many there are until the
// alphabet begins again. Of Unicode's UnicodeData and confusables.
struct Alphabet {
    char32_t first;
    char32_t last;
    char letter;
    char32_t period;
};

constexpr auto alphabets = std::to_array<Alphabet>({
    {0xff01, 0xff20, '!', 94},
    {0xff21, 0xff3a, 'a', 26},
    {0xff3b, 0xff5e, '[', 94},
    {0x249c, 0x24b5, 'a', 26},
    {0x24b6, 0x24e9, 'a', 26},
    {0x1d400, 0x1d6a3, 'a', 26},
    {0x1d7ce, 0x1d7ff, '0', 10},
    {0x1f110, 0x1f129, 'a', 26},
    {0x1f130, 0x1f149, 'a', 26},
    {0x1f150, 0x1f169, 'a', 26},
    {0x1f170, 0x1f189, 'a', 26},
    {0x1f1e6, 0x1f1ff, 'a', 26},
});

struct Alike {
    char letter;
    std::u32string_view characters;
};

constexpr auto alike = std::to_array<Alike>({
    {' ', U"\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
          U"\u200a\u202f\u205f\u3000\u3164\u2800"},
    {'.', U"\u2024\u3002\uff61\ufe52\u06d4\ua4f8\ua60e\U00010a50\u0701"},
    {'/', U"\u2044\u2215\u29f8\u2571"},
    {'\\', U"\u2216\u29f5\u29f9\ufe68"},
    {':', U"\u2236\ua789\ufe55\u02d0"},
    {'"', U"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"},
    {'\'', U"\u2018\u2019\u201a\u201b\u2032\u02bc"},
    {'a', U"\u0430\u0410\u03b1\u0391\u1d43\u2090"},
    {'b', U"\u0412\u0392\u1d47\u212c"},
    {'c', U"\u0441\u0421\u1d9c\u217d\u216d\u03f2"},
    {'d', U"\u0501\u1d48\u217e\u216e\u2146"},
    {'e', U"\u0435\u0415\u03b5\u0395\u1d49\u212e\u212f\u2130\u2091\u2147"},
    {'f', U"\u1da0\u2131"},
    {'g', U"\u1d4d\u210a\u0261"},
    {'h', U"\u04bb\u041d\u0397\u02b0\u210e\u2095\u210b"},
    {'i', U"\u0456\u0406\u03b9\u0399\u0131\u2071\u2170\u2160\u2139\u1d62\u2148"},
    {'j', U"\u0458\u0408\u02b2\u2c7c\u2149"},
    {'k', U"\u043a\u041a\u03ba\u039a\u212a\u1d4f\u2096"},
    {'l', U"\u02e1\u2113\u217c\u216c\u2097\u04c0"},
    {'m', U"\u043c\u041c\u039c\u1d50\u217f\u216f\u2098\u2133"},
    {'n', U"\u039d\u207f\u2099\u0578"},
    {'o', U"\u043e\u041e\u03bf\u039f\u1d52\u2092\u2134"},
    {'p', U"\u0440\u0420\u03c1\u03a1\u1d56\u209a"},
    {'q', U"\u051b\u051a"},
    {'r', U"\u02b3\u1d63\u211b"},
    {'s', U"\u0455\u0405\u02e2\u017f\u209b"},
    {'t', U"\u0442\u0422\u03c4\u03a4\u1d57\u209c"},
    {'u', U"\u03c5\u1d58\u1d64"},
    {'v', U"\u03bd\u1d5b\u2174\u2164\u1d65\u0475"},
    {'w', U"\u051d\u051c\u02b7"},
    {'x', U"\u0445\u0425\u03c7\u03a7\u02e3\u2179\u2169\u2093\u00d7"},
    {'y', U"\u0443\u0423\u03a5\u02b8\u04af"},
    {'z', U"\u0396\u1dbb"},
    {'1', U"\u00b9\u2081\u2460"},
    {'2', U"\u00b2\u2082\u2461"},
    {'3', U"\u00b3\u2083\u2462"},
    {'7', U"\u2077\u2087\u2466"},
});

struct Range {
    char32_t first;
    char32_t last;
};

constexpr auto invisible = std::to_array<Range>({
    {0x00ad, 0x00ad},
    {0x034f, 0x034f},
    {0x061c, 0x061c},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x200b, 0x200f},
    {0x202a, 0x202e},
    {0x2060, 0x206f},
    {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},
    {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
});

} // namespace

char ascii_look_alike(char32_t character)
{
    const auto* const alphabet =
        std::ranges::find_if(alphabets, [&](const Alphabet& each) {
            return character >= each.first && character <= each.last;
        });
    if (alphabet != alphabets.end()) {
        const auto index = (character - alphabet->first) % alphabet->period;
        return static_cast<char>(static_cast<char32_t>(alphabet->letter) + index);
    }
    const auto* const found = std::ranges::find_if(alike, [&](const Alike& each) {
        return each.characters.find(character) != std::u32string_view::npos;
    });
    return found == alike.end() ? '\0' : found->letter;
}

bool is_invisible(char32_t character)
{
    return std::ranges::any_of(invisible, [&](const Range& range) {
        return character >= range.first && character <= range.last;
    });
}

} // namespace mailreeve::attachment
