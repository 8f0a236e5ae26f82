// A message that lies in a file, as far as the daemon would look at it.
#pragma once

#include "mailreeve/mail/header_field.hh"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

inline constexpr std::size_t max_header = std::size_t{1} << 20U; // bytes that are read

// The fields up to the first empty line, values as an MTA passes them on: folded by
// "\n", without the first space. A line that belongs to no field (mbox's "From ") is
// left out; what lies beyond max_header is not looked at.
std::vector<mail::HeaderField> parse_header(std::string_view text);

// What the daemon would look at of a message: its header, the empty line and the front
// of its body.
struct MessageFront {
    std::string text;
    bool is_all = true; // of the message
};

// At most `max_body` bytes of the body. Nothing when the file cannot be read; "-" is
// the standard input.
std::optional<MessageFront> read_front(const std::filesystem::path& file,
                                       std::size_t max_body);

} // namespace mailreeve::ctl
