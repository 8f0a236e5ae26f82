// Where the lines of a text begin, and whether its bytes may stand in a YAML file.
#pragma once

#include "mailreeve/config/diagnostics.hh"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mailreeve::config {

// The text must outlive it. One thread.
class Lines {
public:
    explicit Lines(std::string_view text);

    // The place of `length` bytes at a line and a byte of it, both counted from 0;
    // moved to the nearest place that the text has.
    Place place(int line, int byte, std::size_t length = 1) const;

    // From that byte to the end of the line, or of the text; empty when there is none.
    std::string_view rest(int line, int byte) const;
    std::string_view rest_of_text(int line, int byte) const;

private:
    std::string_view line(std::size_t number) const;
    int characters_before(std::size_t number, std::size_t byte) const;

    std::string_view text_;
    std::vector<std::size_t> starts_;

    // Where counting was last: places are asked for one after the other, and a line may
    // be the whole file.
    struct Counted {
        std::size_t line = 0;
        std::size_t byte = 0;
        int characters = 0;
    };
    mutable Counted counted_;
};

// Tells of the first byte that is no UTF-8, and of the first control character:
// yaml-cpp would take the one for U+FFFD and some of the others for the end of the
// file.
bool is_yaml_text(std::string_view text, const Lines& lines, Diagnostics& diagnostics);

} // namespace mailreeve::config
