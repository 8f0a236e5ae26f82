// The readings of the names of an entity, and whether they are all. Inside this room
// only.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <string>
#include <vector>

namespace mailreeve::mime {

// Content fields of one kind that are read: who writes more has another purpose.
inline constexpr std::size_t max_repeated = 16;

struct NameReadings {
    std::vector<std::string> names;
    bool cut = false; // there were more than anybody needs
};

NameReadings name_readings(const Entity& entity);

} // namespace mailreeve::mime
