// The readings of the names of an entity, and whether they are all. Inside this room
// only.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <string>
#include <vector>

namespace mailreeve::mime {

struct NameReadings {
    std::vector<std::string> names;
    bool cut = false; // there were more than anybody needs
};

NameReadings name_readings(const Entity& entity);

} // namespace mailreeve::mime
