#include "unpack/mapi_properties.hh"

#include "unpack/little_endian.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::unpack {

namespace {

constexpr std::uint16_t several = 0x1000; // flag of a type
constexpr std::uint16_t first_named = 0x8000;
constexpr std::size_t guid_size = 16;

// MS-OXCDATA 2.11.1, padded to four bytes. Nothing for what tells its own length, and
// for what we do not know.
std::optional<std::size_t> fixed_size(std::uint16_t type)
{
    switch (type) {
    case 0x02: // two bytes, and two of padding
    case 0x03:
    case 0x04:
    case 0x0a:
    case 0x0b:
        return 4;
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x14:
    case 0x40:
        return 8;
    case 0x48:
        return guid_size;
    default:
        return std::nullopt;
    }
}

bool tells_length(std::uint16_t type)
{
    return type == 0x0d || type == 0x1e || type == 0x1f || type == 0x102;
}

class List {
public:
    explicit List(std::string_view bytes) : rest_{bytes} {}

    std::optional<std::uint32_t> number()
    {
        const auto value = u32_at(rest_, 0);
        if (value)
            rest_.remove_prefix(sizeof *value);
        return value;
    }

    std::optional<std::string_view> take(std::size_t size)
    {
        const auto taken = slice(rest_, 0, size);
        if (taken)
            rest_.remove_prefix(std::min(rest_.size(), (size + 3) / 4 * 4));
        return taken;
    }

    std::optional<std::string_view> take_told()
    {
        const auto size = number();
        return size ? take(*size) : std::nullopt;
    }

    // What stands between the id of a named property and its values.
    bool skip_name()
    {
        const auto kind = take(guid_size) ? number() : std::nullopt;
        return kind && (*kind == 0 ? number().has_value() : take_told().has_value());
    }

private:
    std::string_view rest_;
};

// Whether to go on.
enum class Step { On, Enough, Broken };

Step read_property(List& list, const std::function<bool(const MapiProperty&)>& told)
{
    const auto tag = list.number();
    if (!tag)
        return Step::Broken;
    const auto id = static_cast<std::uint16_t>(*tag >> 16U);
    const auto type = static_cast<std::uint16_t>(*tag & 0xffffU & ~unsigned{several});
    const auto size = fixed_size(type);
    if ((!size && !tells_length(type)) || (id >= first_named && !list.skip_name()))
        return Step::Broken;
    const bool counted = !size || (*tag & several) != 0;
    const auto count = counted ? list.number() : 1;
    for (std::uint32_t i = 0; i < count.value_or(0); ++i) {
        const auto value = size ? list.take(*size) : list.take_told();
        if (!value)
            return Step::Broken;
        if (!told({id, static_cast<MapiType>(type), *value}))
            return Step::Enough;
    }
    return count ? Step::On : Step::Broken;
}

} // namespace

bool each_property(std::string_view bytes,
                   const std::function<bool(const MapiProperty&)>& told)
{
    List list{bytes};
    const auto count = list.number();
    auto step = count ? Step::On : Step::Broken;
    for (std::uint32_t i = 0; step == Step::On && i < *count; ++i)
        step = read_property(list, told);
    return step != Step::Broken;
}

} // namespace mailreeve::unpack
