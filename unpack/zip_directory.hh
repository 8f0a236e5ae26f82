// The directory of a ZIP file (APPNOTE 6.3.10), held against its local headers: readers
// follow the one or the others (RELIABILITY F8).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::unpack {

struct ZipEntry {
    // Each reading once: of the directory, of the local header, of the extra fields.
    std::vector<std::string> names;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::string_view content; // packed; empty where it does not lie within the file
    bool readable = false;    // content is there
    bool encrypted = false;
};

struct ZipDirectory {
    std::vector<ZipEntry> entries; // as the directory has them, then those it lacks
    std::string doubt;  // the first sign that readers see different things; or empty
    std::string broken; // why it ends early; or empty
    bool cut = false;   // there are more entries than were asked for
};

// Nothing where `bytes` have neither an end record nor begin with a local header.
// Looks at no more than `max_entries`. The views refer to `bytes`. Takes time in
// proportion to the entries and, to look for what is hidden, to the size.
std::optional<ZipDirectory> zip_directory(std::string_view bytes,
                                          std::size_t max_entries);

// What may stand behind the end record. Where it is not the last thing in the file, few
// readers take that for a ZIP file; and a tar archive may well hold one at its end.
enum class Behind { Nothing, Anything };

// Whether an end record stands where one belongs: what a reader that looks from behind
// takes for a ZIP file, whatever is in front.
bool ends_as_zip(std::string_view bytes, Behind behind);

} // namespace mailreeve::unpack
