// The lines of a notice as a plain or an HTML text has them. Inside this room only.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::attachment {

// Each with a line end.
std::string plain_lines(std::span<const std::string> lines, std::string_view line_end);

// A paragraph with a line end behind it, in ASCII, no line of it longer than 998.
std::string html_lines(std::span<const std::string> lines, std::string_view line_end);

// `text` with what means something in HTML, and what is not ASCII, as references.
std::string html_text(std::string_view text);

} // namespace mailreeve::attachment
