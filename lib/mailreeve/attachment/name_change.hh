// Single changes that readers of a name make to it. Inside this room only.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

// The name after the change; the same where there is nothing to be changed.
using NameChange = std::string (*)(std::string_view);

std::span<const NameChange> name_changes();

// Valid UTF-8. Sequences that are longer than they should be are read as tolerant
// readers do: C0 AE is a dot.
std::string loosely_decoded(std::string_view bytes);

} // namespace mailreeve::attachment
