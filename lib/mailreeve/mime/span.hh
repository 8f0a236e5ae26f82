// A stretch of a message, as byte offsets into it.
#pragma once

#include <cassert>
#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0; // behind the last byte; never before `begin`

    std::size_t size() const { return end - begin; }
    bool empty() const { return begin == end; }
    bool contains(const Span& other) const
    {
        return begin <= other.begin && other.end <= end;
    }

    // `whole` is the message that the span was made for.
    std::string_view of(std::string_view whole) const
    {
        assert(begin <= end && end <= whole.size());
        return whole.substr(begin, size());
    }

    bool operator==(const Span&) const = default;
};

} // namespace mailreeve::mime
