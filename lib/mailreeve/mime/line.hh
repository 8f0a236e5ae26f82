// The lines of a message, which LF ends, with or without a CR before it. Inside this
// room only.
#pragma once

#include "mailreeve/mime/span.hh"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

// How long the line end is that `text` ends with: 0, 1 or 2.
inline std::size_t line_end_size(std::string_view text)
{
    if (!text.ends_with('\n'))
        return 0;
    return text.ends_with("\r\n") ? 2 : 1;
}

// The line that begins there, with its line end; the last may have none.
inline Span line_at(std::string_view message, std::size_t begin)
{
    const auto end = message.find('\n', begin);
    return {begin, end == std::string_view::npos ? message.size() : end + 1};
}

inline std::string_view without_line_end(std::string_view line)
{
    line.remove_suffix(line_end_size(line));
    return line;
}

} // namespace mailreeve::mime
