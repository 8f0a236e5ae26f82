// Files that stand in a text without MIME: uuencode (POSIX), yEnc, BinHex (RFC 1741).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/span.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

enum class Embedding { Uuencode, Base64Uuencode, Yenc, BinHex };

MAILREEVE_API std::string_view name(Embedding embedding);

struct Embedded {
    Embedding how = Embedding::Uuencode;
    std::string name;      // as it was told; may be empty
    Span where;            // in the text: all lines from the first to the last of it
    Span content;          // in the text: the encoded lines
    bool complete = false; // its end was there

    bool operator==(const Embedded&) const = default;
};

// Those in `text`, in order, as tolerantly as mail clients find them; at most `max`.
// Time in proportion to the size, whatever the text is. Thread-safe.
MAILREEVE_API std::vector<Embedded> embedded_files(std::string_view text,
                                                   std::size_t max = 100);

// The first `max_bytes` of the file. `text` is the one that it was found in.
MAILREEVE_API std::string decoded(const Embedded& file, std::string_view text,
                                  std::size_t max_bytes);

} // namespace mailreeve::mime
