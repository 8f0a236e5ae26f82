// The header blocks of returned messages, as they are found one after the other.
#pragma once

#include "mailreeve/bounce/header_block.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/bounce/work.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

class ReturnedHeaders {
public:
    // Both must outlive it.
    ReturnedHeaders(Work& work, const ReadingLimits& limits)
        : work_{work}, limits_{limits}
    {
    }

    bool empty() const { return found_.empty(); }
    std::size_t size() const { return found_.size(); }

    // One stood in a part of its own.
    bool has_part() const { return has_part_; }

    // A block; `level`: how many messages it is inside of.
    void add(HeaderBlock block, Where where, std::size_t level);

    // The first header in a text that should begin with one, with as little as one
    // field where `where` is a part that says so. Whether that header is of a message
    // that is a bounce itself.
    bool add_first(std::string_view text, Where where, std::size_t level);

    // All of them, outermost first, with the ids that they have.
    void move_to(Reading& reading);

private:
    struct Found {
        Returned returned;
        std::size_t level = 0;
    };

    std::vector<mail::HeaderField> bare_header(std::string_view text);
    std::string outermost_id() const;

    Work& work_;
    const ReadingLimits& limits_;
    std::vector<Found> found_;
    bool has_part_ = false;
};

} // namespace mailreeve::bounce
