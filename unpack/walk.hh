// The way through a file and all that is inside of it, within one budget.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "unpack/budget.hh"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace mailreeve::unpack {

// Gives some bytes of a file; 0 at its end, nothing where it cannot be read.
using Source = std::function<std::optional<std::size_t>(char* room, std::size_t size)>;

// Bytes that are there as a whole.
Source source_of(std::string_view bytes);

// A file that was found in another.
struct Found {
    attachment::Item item; // its names, and what media type it is said to be
    std::optional<std::uint64_t> size; // as it is told
    Source source;                     // none: its content is not there to be read
};

// A file to be looked into, and how deep it is: 0 is what the request brought.
struct Content {
    std::string_view bytes;
    std::uint32_t depth = 0;
};

class Walk {
public:
    explicit Walk(const attachment::UnpackLimits& limits) : budget_{limits} {}

    // What is in `content`, which `item` tells of, by its type: into item.inside, and
    // item.macros, type and obstacle. An item of no type that holds files stays as it
    // is, unless its end is that of a ZIP file.
    void look_into(attachment::Item& item, const Content& content);

    // Adds a file that is inside of `outer`, which is at `depth`, and what is inside of
    // it in turn. Reads no more of it than its type needs. False where the budget is
    // spent: `outer` says so then.
    bool enter(attachment::Item& outer, Found found, std::uint32_t depth);

    Budget& budget() { return budget_; }
    std::uint32_t entries_left() const { return budget_.entries_left(); }

private:
    void read(attachment::Item& item, const Found& found, std::uint32_t depth);
    void pass(attachment::Item& item, const Found& found, std::uint64_t seen);
    void open(attachment::Item& item, const Content& content);

    Budget budget_;
};

} // namespace mailreeve::unpack
