// libarchive over bytes in memory: one format, at most one compression, no programs.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/base/c_ptr.hh"
#include "unpack/name_locale.hh"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct archive;
struct archive_entry;

namespace mailreeve::unpack {

enum class Format { Raw, Zip, SevenZip, Rar, Tar, Iso, Cab, Lha, Xar, Cpio, Ar };
enum class Compression { None, Gzip, Bzip2, Xz, Lzma, Lzip, Zstd, Compress };

struct ArchiveEntry {
    std::vector<std::string> names; // none: it cannot be read
    std::optional<std::uint64_t> size;
    bool encrypted = false;
    bool is_directory = false;
    bool is_file = false; // neither a link nor a device
};

int free_archive(archive* handle);

// One thread at a time; readers that overlap in time are destroyed in reverse order.
class ArchiveReader {
public:
    // Reads `front` and `bytes` as if they were one. Both must outlive it.
    ArchiveReader(Compression compression, Format format, std::string_view front,
                  std::string_view bytes);
    ~ArchiveReader() = default;
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    // The next entry; nothing at the end and where it fails.
    std::optional<ArchiveEntry> next();

    // Some of the content of the entry; 0 at its end, nothing where it fails.
    std::optional<std::size_t> read(char* room, std::size_t size);

    // Why it failed; None while it has not.
    attachment::Obstacle obstacle() const { return obstacle_; }
    const std::string& detail() const { return detail_; }

private:
    struct Input {
        std::string_view front;
        std::string_view bytes;
        std::uint64_t at = 0; // of what is given next
    };
    static std::int64_t give(archive* handle, void* input, const void** piece);
    static std::int64_t skip(archive* handle, void* input, std::int64_t count);
    static std::int64_t seek(archive* handle, void* input, std::int64_t offset,
                             int whence);
    void open(Compression compression, Format format);
    void fail();

    NameLocale locale_;
    Input input_;
    CPtr<archive, free_archive> handle_;
    bool opened_ = false;
    attachment::Obstacle obstacle_ = attachment::Obstacle::None;
    std::string detail_;
};

} // namespace mailreeve::unpack
