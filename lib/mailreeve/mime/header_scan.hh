// Where a header ends, told line by line. Inside this room only.
#pragma once

#include "mailreeve/mime/span.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

// What is forgiven: mail systems that return a message put empty lines above its
// header, and lose the white space in front of folded lines.
struct Leniency {
    std::size_t empty_lines = 0; // above the first field
    std::size_t stray_lines = 0; // that are no fields, in a row between two, and cannot
                                 // be boundary lines
};

class HeaderScan {
public:
    HeaderScan(std::size_t begin, const Leniency& leniency)
        : leniency_{leniency}, end_{begin}
    {
    }

    // Whether the line, without its line end, may still belong to the header. `place`
    // is all of it.
    bool take(std::string_view line, const Span& place);

    // Behind the last line that belongs to the header.
    std::size_t end() const { return end_; }

    // Whether an empty line follows it.
    bool is_closed() const { return closed_; }

private:
    bool take_empty();
    bool take_stray(std::string_view line);

    Leniency leniency_;
    std::size_t end_;
    std::size_t empty_ = 0; // lines at the front
    std::size_t stray_ = 0; // lines since the last one that belongs
    bool first_ = true;     // nothing but empty lines until now
    bool has_field_ = false;
    bool closed_ = false;
};

} // namespace mailreeve::mime
