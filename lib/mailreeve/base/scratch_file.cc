#include "mailreeve/base/scratch_file.hh"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <system_error>
#include <utility>

namespace mailreeve {

namespace {

constexpr std::size_t write_size = std::size_t{64} * 1024; // gathered before a write

[[noreturn]] void fail(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

Descriptor open_nameless(const std::filesystem::path& directory)
{
    const int number =
        ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (number < 0)
        fail("cannot make a temporary file");
    return Descriptor{number};
}

Descriptor open_in_memory()
{
    const int number = ::memfd_create("mailreeve", MFD_CLOEXEC);
    if (number < 0)
        fail("cannot make a file in memory");
    return Descriptor{number};
}

void write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            fail("cannot write a temporary file");
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
}

} // namespace

ScratchFile::ScratchFile(std::filesystem::path directory, std::size_t in_memory)
    : directory_{std::move(directory)}, in_memory_{in_memory}
{
}

ScratchFile::~ScratchFile()
{
    unmap();
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : directory_{std::move(other.directory_)}, in_memory_{other.in_memory_},
      memory_{std::move(other.memory_)}, file_{std::move(other.file_)},
      copy_{std::move(other.copy_)}, size_{std::exchange(other.size_, 0)},
      mapped_{std::exchange(other.mapped_, nullptr)}, mapped_size_{std::exchange(
                                                          other.mapped_size_, 0)}
{
    other.memory_.clear();
}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept
{
    std::swap(directory_, other.directory_);
    std::swap(in_memory_, other.in_memory_);
    std::swap(memory_, other.memory_);
    std::swap(file_, other.file_);
    std::swap(copy_, other.copy_);
    std::swap(size_, other.size_);
    std::swap(mapped_, other.mapped_);
    std::swap(mapped_size_, other.mapped_size_);
    return *this;
}

void ScratchFile::append(std::string_view bytes)
{
    copy_.reset();
    memory_.append(bytes);
    size_ += bytes.size();
    if (file_ ? memory_.size() >= write_size : memory_.size() > in_memory_)
        flush();
}

void ScratchFile::flush()
{
    if (!file_)
        file_ = open_nameless(directory_);
    write_all(file_.number(), memory_);
    memory_.clear();
}

void ScratchFile::unmap()
{
    if (mapped_ != nullptr)
        ::munmap(mapped_, mapped_size_);
    mapped_ = nullptr;
    mapped_size_ = 0;
}

std::string_view ScratchFile::view()
{
    if (!file_)
        return memory_;
    if (!memory_.empty())
        flush();
    if (mapped_size_ != size_) {
        unmap();
        void* const place =
            ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file_.number(), 0);
        if (place == MAP_FAILED)
            fail("cannot map a temporary file");
        mapped_ = place;
        mapped_size_ = size_;
    }
    return {static_cast<const char*>(mapped_), mapped_size_};
}

int ScratchFile::descriptor()
{
    if (file_) {
        if (!memory_.empty())
            flush();
        return file_.number();
    }
    if (!copy_) {
        copy_ = open_in_memory();
        write_all(copy_.number(), memory_);
    }
    return copy_.number();
}

} // namespace mailreeve
