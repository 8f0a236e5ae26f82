// The first line is a pattern, the rest a text: what is no pattern has a reason, what
// is one finds in a bounded time.
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mail/text_pattern.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <string>

using namespace mailreeve;
using test::hold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = test::input(bytes, size);
    const auto written = input.substr(0, input.find('\n'));
    const auto text = input.substr(std::min(written.size() + 1, input.size()));
    const auto pattern = mail::TextPattern::parse(written);
    hold(pattern.has_value() == mail::TextPattern::problem(written).empty());
    if (!pattern)
        return 0;
    hold(pattern->text() == written && pattern == mail::TextPattern::parse(written));
    const bool found = pattern->matches(text);
    const auto ending = "." + pattern->extension();
    if (!pattern->extension().empty() && text.ends_with(ending) && utf8::is_valid(text))
        hold(found);
    return 0;
}
