// Domain names between text and wire: the one place that knows labels and escapes.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::dns {

// RFC 1035 2.3.4, lengths counted on the wire.
inline constexpr std::size_t max_label = 63;
inline constexpr std::size_t max_name = 255;

// The uncompressed wire form of `text`, which is in presentation form (RFC 1035 5.1:
// \DDD and \X escapes), with or without the last dot; any byte may stand in a label.
// "." is the root. Nothing for an empty text, an empty label, a label or name that is
// too long and an escape that is none. The case stays as it is.
MAILREEVE_API std::optional<std::string> to_wire(std::string_view text);

// The presentation form of an uncompressed wire name, without the last dot ("." for
// the root): every byte outside printable ASCII becomes \DDD, as does a dot within a
// label; a backslash is doubled. `wire` must be well formed.
MAILREEVE_API std::string to_text(std::string_view wire);

// Whether `wire` is one uncompressed name and nothing else.
MAILREEVE_API bool is_wire_name(std::string_view wire);

// Whether `name` is `zone` or lies below it; both uncompressed and in lower case.
MAILREEVE_API bool is_within(std::string_view name, std::string_view zone);

} // namespace mailreeve::dns
