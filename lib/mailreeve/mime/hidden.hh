// What could be taken for a file in bytes that are no part of their own to us: read
// without the tree, as a second opinion.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/span.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

struct Hidden {
    Span where;                     // in `raw`
    std::vector<std::string> names; // of the file, if any is told, in every reading
    std::string sign; // what gave it away: "content-disposition", "uuencode",
                      // "base64 of a program", …

    bool operator==(const Hidden&) const = default;
};

// In `where` of `raw`: lines of content fields that tell a file, uuencode, yEnc and
// BinHex, runs of base64 whose first bytes are those of a program, an archive or a
// document. At most `max`. Time in proportion to the size. Thread-safe.
MAILREEVE_API std::vector<Hidden> hidden_files(std::string_view raw, const Span& where,
                                               std::size_t max = 50);

} // namespace mailreeve::mime
