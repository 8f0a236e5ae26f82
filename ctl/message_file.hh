// The header of a message that lies in a file.
#pragma once

#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

inline constexpr std::size_t max_header = std::size_t{1} << 20U; // bytes that are read

// The fields up to the first empty line, values as an MTA passes them on: folded by
// "\n", without the first space. A line that belongs to no field (mbox's "From ") is
// left out; what lies beyond max_header is not looked at.
std::vector<mail::HeaderField> parse_header(std::string_view text);

// Nothing when the file cannot be read; "-" is the standard input.
std::optional<std::vector<mail::HeaderField>>
read_header(const std::filesystem::path& file);

} // namespace mailreeve::ctl
