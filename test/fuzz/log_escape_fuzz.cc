// Whatever a value holds: nothing harmful is written, and it can be read back.
#include "mailreeve/base/utf8.hh"
#include "mailreeve/log/escape.hh"
#include "mailreeve/log/record.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>

namespace {

using namespace mailreeve;
using namespace mailreeve::log;
using test::hold;

bool is_harmless(char32_t point)
{
    const bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
    const bool turns = point == 0x61c || point == 0x200e || point == 0x200f ||
                       (point >= 0x2028 && point <= 0x202e) ||
                       (point >= 0x2066 && point <= 0x2069);
    return !control && !turns;
}

bool is_harmless(std::string_view text)
{
    while (!text.empty()) {
        const auto point = utf8::first(text);
        if (!point || !is_harmless(point->value))
            return false;
        text.remove_prefix(point->size);
    }
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto text = mailreeve::test::input(bytes, size);
    const auto whole = value(text, text.size());
    hold(is_harmless(whole));
    hold(unescape(whole) == text);

    const auto cut = value(text, 16);
    hold(is_harmless(cut) && cut.size() <= 16 * 4 + 24);
    const auto part = unescape(cut);
    hold(part && text.starts_with(*part));

    hold(is_harmless(escape(text)));
    const auto ascii = escape(text, Alphabet::Ascii, text.size());
    hold(std::ranges::all_of(ascii, [](char c) { return c >= ' ' && c <= '~'; }));

    const auto line = Record{"x", {text, text}}.with("a", text).with("b", 1).text();
    hold(is_harmless(line) && line.ends_with(" b=1"));
    unescape(text);
    return 0;
}
