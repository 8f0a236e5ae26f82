// A tree of nodes as YAML that this room reads back as the same tree.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/node.hh"

#include <string>

namespace mailreeve::config {

// A whole file: maps below their keys, short lists of scalars in one line.
MAILREEVE_API std::string print(const Node& node);

// In one line: {action: score, points: 5.00}
MAILREEVE_API std::string print_line(const Node& node);

} // namespace mailreeve::config
