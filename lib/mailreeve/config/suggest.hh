// The word that was meant.
#pragma once

#include "mailreeve/base/api.hh"

#include <span>
#include <string_view>

namespace mailreeve::config {

// The nearest of `known` when few enough letters differ (added, missing, changed or
// swapped); nothing (empty) otherwise. It points into `known`.
MAILREEVE_API std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);

} // namespace mailreeve::config
