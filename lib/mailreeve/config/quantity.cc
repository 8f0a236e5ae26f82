// Durations and sizes: a whole number and a unit.
#include "mailreeve/config/value.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/config/diagnostics.hh"

namespace mailreeve::config {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t size;
};

constexpr std::int64_t second = 1000; // of milliseconds
constexpr std::int64_t hour = 3600 * second;

constexpr std::array durations{
    Unit{"d", 24 * hour}, Unit{"h", hour}, Unit{"m", 60 * second},
    Unit{"s", second},    Unit{"ms", 1},   Unit{"w", 7 * 24 * hour},
};

constexpr std::int64_t kibi = 1024;

// From the largest to the smallest: print() takes the first that leaves no rest.
constexpr std::array sizes{
    Unit{"GiB", kibi* kibi* kibi},
    Unit{"GB", 1'000'000'000},
    Unit{"MiB", kibi* kibi},
    Unit{"MB", 1'000'000},
    Unit{"KiB", kibi},
    Unit{"KB", 1000},
    Unit{"B", 1},
};

struct Parts {
    std::string_view number;
    std::string_view unit;
};

Parts parts_of(std::string_view text)
{
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    return {text.substr(0, end), text.substr(end)};
}

std::optional<std::int64_t> parse(std::string_view text, std::span<const Unit> units)
{
    const auto [number, name] = parts_of(text);
    const auto unit = std::ranges::find(units, name, &Unit::name);
    const auto count = Value<std::int64_t>::parse(number);
    if (unit == units.end() || !count ||
        *count > std::numeric_limits<std::int64_t>::max() / unit->size)
        return std::nullopt;
    return *count * unit->size;
}

std::string print(std::int64_t value, std::span<const Unit> units,
                  std::string_view unit_of_zero)
{
    if (value == 0)
        return '0' + std::string{unit_of_zero};
    for (const auto& unit : units)
        if (value % unit.size == 0)
            return std::to_string(value / unit.size) + std::string{unit.name};
    return {}; // the smallest unit leaves no rest
}

// `usual` is the unit that is most likely meant; `names` are all of them.
std::string problem(std::string_view text, std::span<const Unit> units,
                    std::string_view usual, std::string_view names)
{
    const auto [number, name] = parts_of(text);
    if (number.empty())
        return {};
    if (name.empty())
        return "a unit is missing: write " + quote(text.substr(0, 20)) + " as " +
               std::string{number.substr(0, 20)} + std::string{usual};
    const auto same = std::ranges::find_if(units, [&name = name](const Unit& unit) {
        return ascii::equal(unit.name, name);
    });
    if (same != units.end() && same->name != name)
        return "write " + std::string{number.substr(0, 20)} + std::string{same->name};
    if (same == units.end())
        return "the units are " + std::string{names};
    return {};
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text)
{
    const auto count = parse(text, durations);
    return count ? std::optional{std::chrono::milliseconds{*count}} : std::nullopt;
}

std::string print_duration(std::chrono::milliseconds value)
{
    return print(value.count(), durations, "s");
}

std::string duration_problem(std::string_view text)
{
    return problem(text, durations, "s", "ms, s, m, h, d and w");
}

std::optional<Size> Value<Size>::parse(std::string_view text)
{
    const auto bytes = config::parse(text, sizes);
    return bytes ? std::optional{Size{static_cast<std::uint64_t>(*bytes)}}
                 : std::nullopt;
}

std::string Value<Size>::print(Size value)
{
    return config::print(static_cast<std::int64_t>(value.bytes), sizes, "B");
}

std::string Value<Size>::problem(std::string_view text)
{
    return config::problem(text, sizes, "B", "B, KiB, MiB, GiB, KB, MB and GB");
}

} // namespace mailreeve::config
