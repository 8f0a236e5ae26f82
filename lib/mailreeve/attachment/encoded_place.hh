// Something put into a text in base64 or quoted-printable, while the rest stays as it
// was sent. Inside this room only.
#pragma once

#include "mailreeve/attachment/splice.hh"

#include <cstddef>
#include <optional>
#include <string_view>

namespace mailreeve::attachment {

// The edit of `content` that puts `bytes` in at `place` of the decoded text. The size
// of `bytes` is a multiple of three: so the groups behind stay whole. Nothing when what
// stands before is not base64, or not that long.
std::optional<Edit> base64_insertion(std::string_view content, std::size_t place,
                                     std::string_view bytes, std::string_view line_end);

// The same of quoted-printable; `encoded` is what it becomes.
std::optional<Edit> quoted_insertion(std::string_view content, std::size_t place,
                                     std::string_view encoded,
                                     std::string_view line_end);

} // namespace mailreeve::attachment
