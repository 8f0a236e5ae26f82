#include "mailreeve/quarantine/held.hh"

#include <array>
#include <cstddef>

namespace mailreeve::quarantine {

std::string_view name(Why why)
{
    static constexpr std::array<std::string_view, 3> names{"held", "stripped",
                                                           "unjudged"};
    return names.at(static_cast<std::size_t>(why));
}

} // namespace mailreeve::quarantine
