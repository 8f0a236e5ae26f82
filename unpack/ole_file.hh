// OLE compound files (MS-CFB), as old Office, Outlook and Windows Installer write them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::unpack {

struct OleEntry {
    enum class Kind : std::uint8_t { Unused = 0, Storage = 1, Stream = 2, Root = 5 };

    std::string name; // UTF-8
    Kind kind = Kind::Unused;
    std::string_view class_id; // 16 bytes, as they stand
    std::uint32_t start = 0;
    std::uint64_t size = 0;
    std::size_t parent =
        0; // the storage that it is in; 0, the root, where none claims it
};

// Reads within its bytes and in proportion to their size, whatever they say. The bytes
// must outlive it.
class OleFile {
public:
    // Nothing where the header is not one. Looks at no more than `max_entries`.
    static std::optional<OleFile> parse(std::string_view bytes,
                                        std::size_t max_entries);

    const std::vector<OleEntry>& entries() const { return entries_; }

    // Whether a chain of sectors leads nowhere, or there are more entries.
    bool is_damaged() const { return damaged_; }

    // The first `max` bytes of a stream; what its chain does not reach is not there.
    std::string content(const OleEntry& stream, std::size_t max) const;

private:
    using Chain = std::vector<std::uint32_t>; // of each sector, the next

    explicit OleFile(std::string_view bytes) : bytes_{bytes} {}
    bool read_header();
    void read_table();
    void read_small_table();
    void read_directory(std::size_t max_entries);
    void find_parents(const std::vector<std::array<std::uint32_t, 3>>& links);
    std::string_view sector(std::uint32_t number) const;
    std::string chained(const Chain& chain, std::uint32_t start,
                        std::uint64_t max) const;
    void append_piece(std::string& content, std::uint32_t number, bool small) const;

    std::string_view bytes_;
    std::size_t sector_size_ = 0;
    std::size_t small_size_ = 0;
    std::uint64_t cutoff_ = 0; // smaller streams stand in small sectors
    Chain table_;
    Chain small_table_;
    std::string small_sectors_;
    std::vector<OleEntry> entries_;
    bool damaged_ = false;
};

} // namespace mailreeve::unpack
