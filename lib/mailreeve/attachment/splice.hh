// Parts of a text replaced by others, and every byte between them left as it was.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/span.hh"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::attachment {

struct Edit {
    mime::Span where; // empty: `text` is put in there
    std::string text; // empty: what is there goes

    bool operator==(const Edit&) const = default;
};

// Whether they are in order, do not overlap, and stand in a source of that size. Of
// two that begin at one place, the first is empty: it comes before what is replaced.
MAILREEVE_API bool are_sound(std::span<const Edit> edits, std::size_t source_size);

// Gives the new text to `sink`, piece by piece and in order, none of them empty. The
// pieces are views into `source` and `edits`: nothing is copied. The edits are sound.
// What `sink` throws goes through.
MAILREEVE_API void splice(std::string_view source, std::span<const Edit> edits,
                          const std::function<void(std::string_view)>& sink);

// How long the new text is.
MAILREEVE_API std::uint64_t spliced_size(std::string_view source,
                                         std::span<const Edit> edits);

// The new text as a whole: for what is small.
MAILREEVE_API std::string spliced(std::string_view source, std::span<const Edit> edits);

} // namespace mailreeve::attachment
