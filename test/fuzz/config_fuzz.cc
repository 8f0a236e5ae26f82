// A configuration file: nothing crashes, what is accepted is shown and read back as the
// same, and what is refused is told at a place that the file has.

#include "mailreeve/config/file.hh"

#include "test/config/sample.hh"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace mailreeve;
using test::Sample;

void hold(bool promise)
{
    if (!promise)
        __builtin_trap();
}

std::string_view line_of(std::string_view text, int number)
{
    for (; number > 1; --number)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text.substr(0, text.find('\n'));
}

void hold_place(const config::Place& place, std::string_view text)
{
    hold(place.line >= 0 && place.length >= 1);
    if (place.line == 0)
        return; // of the whole file
    hold(place.line <= 1 + std::ranges::count(text, '\n'));
    const auto line = line_of(text, place.line);
    hold(place.column >= 1 &&
         static_cast<std::size_t>(place.column) <= line.size() + 1);
}

bool is_shown_safely(std::string_view report)
{
    return std::ranges::all_of(report, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\n' || c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    std::string text(size, '\0');
    std::ranges::copy_n(bytes, static_cast<std::ptrdiff_t>(size), text.begin());
    const auto loaded = config::load_text<Sample>("fuzz.yaml", text);
    const auto report = loaded.diagnostics.text();
    hold(is_shown_safely(report));
    hold(loaded.ok() || !report.empty());
    const auto bare =
        std::string_view{text}.substr(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
    for (const auto& told : loaded.diagnostics.all())
        hold_place(told.place, bare);
    if (!loaded.ok())
        return 0;

    const auto shown = config::show(loaded.settings);
    const auto again = config::load_text<Sample>("shown.yaml", shown);
    hold(again.ok());
    hold(again.settings == loaded.settings);
    hold(config::show(again.settings) == shown);
    return 0;
}
