// Parts in bytes that no part of the message contains: behind a wrong boundary, in a
// multipart that tells none, where the tree is too large to be built.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

struct Salvaged {
    std::string_view text; // with the header of the part, if there is one
    bool has_header;       // of a part: it begins with a Content- or MIME- field
};

// `content` between its lines that begin with "--" as boundaries do; not more than
// `max`, the last of which then has all the rest. One pass.
std::vector<Salvaged> salvage(std::string_view content, std::size_t max);

// Whether a line of `content` says that a delivery status follows (RFC 3464 2.1),
// though no part has that type.
bool announces_status(std::string_view content);

} // namespace mailreeve::bounce
