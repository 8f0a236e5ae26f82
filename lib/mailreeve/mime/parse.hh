// From the bytes of a message to the tree of its entities, with the span of each.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"
#include "mailreeve/mime/limits.hh"

#include <string_view>
#include <variant>

namespace mailreeve::mime {

// Why there is no tree: which bound the message passes first.
using Parsed = std::variant<Entity, Excess>;

// Lines end by LF or CRLF, mixed if need be. A message may be cut short anywhere: what
// is open ends with it. Never throws for what the bytes are; takes time in proportion
// to the size, and stops where a bound is passed. Thread-safe.
MAILREEVE_API Parsed parse(std::string_view message, const Limits& limits = {});

} // namespace mailreeve::mime
