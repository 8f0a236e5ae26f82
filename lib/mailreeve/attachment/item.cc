#include "mailreeve/attachment/item.hh"

#include <array>
#include <cstddef>

namespace mailreeve::attachment {

std::string_view name(Obstacle obstacle)
{
    static constexpr std::array<std::string_view, 12> names{
        "none",     "encrypted", "broken",  "too deep", "too big",     "too many files",
        "too slow", "ambiguous", "partial", "external", "unsupported", "crashed"};
    return names.at(static_cast<std::size_t>(obstacle));
}

} // namespace mailreeve::attachment
