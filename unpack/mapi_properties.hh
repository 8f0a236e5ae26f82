// A list of MAPI properties as TNEF writes it (MS-OXTNEF 2.1.3.4).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace mailreeve::unpack {

enum class MapiType : std::uint16_t { String8 = 0x1e, Unicode = 0x1f, Object = 0x0d };

// One value; a property of several values is told once for each.
struct MapiProperty {
    std::uint16_t id = 0;
    MapiType type{}; // those that have no name in MapiType count as well
    std::string_view value;
};

// Tells each in order, until `told` says false. False where the list ends before its
// counts and lengths do, or has a type whose length nobody knows: those in front of it
// have been told.
bool each_property(std::string_view list,
                   const std::function<bool(const MapiProperty&)>& told);

} // namespace mailreeve::unpack
