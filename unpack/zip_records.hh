// The records of a ZIP file, one by one, as they stand there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::unpack {

inline constexpr std::string_view zip_local_sign{"PK\x03\x04", 4};
inline constexpr std::string_view zip_central_sign{"PK\x01\x02", 4};
inline constexpr std::string_view zip_end_sign{"PK\x05\x06", 4};

// A central or local header (APPNOTE 4.3.12, 4.3.7).
struct ZipHeader {
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint64_t local_at = 0; // of a central one
    std::string_view name;
    std::string_view extra;
    std::uint64_t end = 0; // behind the header
    bool disks = false;    // it says it is on another disk

    bool is_encrypted() const { return (flags & 0x1U) != 0 || method == 99; }
    bool has_descriptor() const { return (flags & 0x8U) != 0; }
    bool is_masked() const { return (flags & 0x2000U) != 0; }
};

std::optional<ZipHeader> zip_central_at(std::string_view bytes, std::uint64_t at);
std::optional<ZipHeader> zip_local_at(std::string_view bytes, std::uint64_t at);

// The first field of this kind in `extra`; nothing where there is none.
std::optional<std::string_view> zip_extra(std::string_view extra, std::uint16_t kind);

// The end record (4.3.16), with what the ZIP64 one (4.3.14) says in its place.
struct ZipEnd {
    std::uint64_t at = 0;      // of the end record
    std::uint64_t records = 0; // where the first of the end records stands
    std::uint64_t entries = 0;
    std::uint64_t directory_size = 0;
    std::uint64_t directory_at = 0; // as it is told
    std::uint64_t behind = 0;       // bytes behind the comment
    std::string_view comment;
    std::string doubt; // of the records themselves
};

// The last one from behind, as most readers look for it.
std::optional<ZipEnd> zip_end(std::string_view bytes);

} // namespace mailreeve::unpack
