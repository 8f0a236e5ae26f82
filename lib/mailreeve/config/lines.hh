// Where the lines of a text begin, and whether its bytes may stand in a YAML file.
#pragma once

#include "mailreeve/config/diagnostics.hh"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mailreeve::config {

// The text must outlive it.
class Lines {
public:
    explicit Lines(std::string_view text);

    // The place of `length` bytes at a line and a byte of it, both counted from 0;
    // moved to the nearest place that the text has.
    Place place(int line, int byte, std::size_t length = 1) const;

    // From that byte to the end of the line.
    std::string_view rest(int line, int byte) const;

private:
    std::string_view line(std::size_t number) const;

    std::string_view text_;
    std::vector<std::size_t> starts_;
};

// Tells of the first byte that is no UTF-8, and of the first control character:
// yaml-cpp would take the one for U+FFFD and some of the others for the end of the
// file.
bool is_yaml_text(std::string_view text, const Lines& lines, Diagnostics& diagnostics);

} // namespace mailreeve::config
