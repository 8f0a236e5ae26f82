// Bytes that are too many for memory, in a file that nobody else can see and that goes
// when its holder goes.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/descriptor.hh"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace mailreeve {

// In memory up to a bound, then in a file without a name (O_TMPFILE). One thread at a
// time. Throws std::system_error where the disk is full or the directory is gone.
class MAILREEVE_API ScratchFile {
public:
    // `directory` is looked at no sooner than the bound is passed.
    ScratchFile(std::filesystem::path directory, std::size_t in_memory);
    ~ScratchFile();
    ScratchFile(ScratchFile&& other) noexcept;
    ScratchFile& operator=(ScratchFile&& other) noexcept;
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    void append(std::string_view bytes);

    std::uint64_t size() const { return size_; }

    // All of it, until the next append().
    std::string_view view();

    // A file with all of it, to be read by another process through its own offset
    // (pread, mmap); belongs to this object. What is small is a memory file.
    int descriptor();

private:
    void flush();
    void unmap();

    std::filesystem::path directory_;
    std::size_t in_memory_;
    std::string memory_; // what is not in the file yet
    Descriptor file_;
    Descriptor copy_; // of what is in memory alone
    std::uint64_t size_ = 0;
    void* mapped_ = nullptr;
    std::size_t mapped_size_ = 0;
};

} // namespace mailreeve
