// Where a header ends, told line by line. Inside this room only.
#pragma once

#include "mailreeve/mime/span.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

class HeaderScan {
public:
    // Mail systems that return a message lose the white space in front of folded lines.
    // So many lines in a row that are no fields do not end the header, if a field
    // precedes and follows them and none of them can be a boundary line.
    HeaderScan(std::size_t begin, std::size_t max_stray_lines)
        : max_stray_{max_stray_lines}, end_{begin}
    {
    }

    // Whether the line, without its line end, may still belong to the header. `place`
    // is all of it.
    bool take(std::string_view line, const Span& place);

    // Behind the last line that belongs to the header.
    std::size_t end() const { return end_; }

    // Whether the empty line that ended it follows it at once.
    bool is_closed() const { return closed_; }

private:
    std::size_t max_stray_;
    std::size_t end_;
    std::size_t stray_ = 0; // lines since the last one that belongs
    bool first_ = true;
    bool has_field_ = false;
    bool closed_ = false;
};

} // namespace mailreeve::mime
