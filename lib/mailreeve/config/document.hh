// YAML text into a tree of nodes; the only place that knows yaml-cpp.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/diagnostics.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::config {

// Bounds of a configuration file. They protect against mistakes (a log or a device
// named as configuration), not against administrators.
inline constexpr std::size_t largest_file = std::size_t{1} << 20U; // bytes
inline constexpr std::size_t deepest_nesting = 32;
inline constexpr std::size_t most_nodes = 100'000;

// Null, at 1:1, for a text without any content. What is no YAML, and what YAML has that
// does not belong here (anchors, aliases, tags, several documents, keys that are no
// text), is told to `diagnostics`; the result is then worth nothing.
MAILREEVE_API Node parse_document(std::string_view text, Diagnostics& diagnostics);

} // namespace mailreeve::config
