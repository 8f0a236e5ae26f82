// The attachments in TNEF (MS-OXTNEF), by a walk along its attributes: the reader that
// does not give up. Checksums and the order of attributes do not matter to it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::unpack {

// Names and contents of one stream, counted together; those beyond are not read.
inline constexpr std::size_t max_tnef_parts = 100'000;
inline constexpr std::size_t max_tnef_contents = 16; // of one attachment

enum class TnefNameKind {
    LongFilename, // in order: what is shown comes first
    Title,
    Filename,
    Path,
    DisplayName, // of a message its subject
};

struct TnefName {
    TnefNameKind kind = TnefNameKind::Title;
    std::string utf8; // neither empty nor with a NUL

    bool operator==(const TnefName&) const = default;
};

// Views into the stream. Several contents: readers differ on which one it is.
struct TnefAttachment {
    std::vector<TnefName> names;            // at most attachment::max_item_names
    std::vector<std::string_view> contents; // at most max_tnef_contents
};

struct TnefReading {
    std::vector<TnefAttachment> attachments; // each has a name or a content
    bool whole = true; // false: it ends early, or holds what cannot be read
    bool cut = false;  // there is more than these bounds
};

// `bytes` begin with the signature and must outlive what is returned. A content that is
// cut short is told as far as it goes.
TnefReading read_tnef(std::string_view bytes);

bool begins_as_tnef(std::string_view bytes);

} // namespace mailreeve::unpack
