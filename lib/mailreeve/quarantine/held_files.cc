#include "mailreeve/quarantine/held_files.hh"

#include "mailreeve/base/c_ptr.hh"
#include "mailreeve/store/directory.hh"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace mailreeve::quarantine {

namespace fs = std::filesystem;

using store::Fault;
using store::StoreError;

namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

[[noreturn]] void fail(const fs::path& path)
{
    const int error = errno;
    throw StoreError{store::fault_of_errno(error),
                     path.string() + ": " + std::generic_category().message(error)};
}

std::size_t read_some(int file, std::span<std::byte> room)
{
    std::size_t done = 0;
    while (done < room.size()) {
        const auto got = ::read(file, room.data() + done, room.size() - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw StoreError{Fault::Other, std::generic_category().message(errno)};
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

const char* unsafe_words(const struct stat& info)
{
    if (!S_ISREG(info.st_mode))
        return " is no regular file";
    if (info.st_uid != ::geteuid())
        return " belongs to another user";
    if ((info.st_mode & 077U) != 0)
        return " is open to others (chmod 0600)";
    return info.st_nlink == 1 ? nullptr : " has a second name (hard link)";
}

} // namespace

fs::path held_directory(const fs::path& state)
{
    return state / "quarantine";
}

std::optional<HeldFiles> HeldFiles::open(const fs::path& path)
{
    Descriptor directory{::open(path.c_str(), directory_flags)};
    if (!directory && errno == ENOENT)
        return std::nullopt;
    if (!directory && (errno == ELOOP || errno == ENOTDIR))
        throw StoreError{Fault::Unsafe,
                         path.string() + " is no directory, or a symbolic link to one"};
    if (!directory)
        fail(path);
    return HeldFiles{path, std::move(directory)};
}

HeldFiles HeldFiles::make(const fs::path& path)
{
    store::make_directory(path);
    if (auto files = open(path))
        return std::move(*files);
    errno = ENOENT;
    fail(path);
}

HeldFiles::HeldFiles(fs::path path, Descriptor directory)
    : path_{std::move(path)}, directory_{std::move(directory)}
{
    struct stat info {};
    if (::fstat(descriptor(), &info) != 0)
        fail(path_);
    if (info.st_uid != ::geteuid() || (info.st_mode & 077U) != 0)
        throw StoreError{Fault::Unsafe, path_.string() +
                                            " must belong to the user that runs "
                                            "mailreeve and have mode 0700"};
}

std::vector<std::string> HeldFiles::entries() const
{
    // A descriptor of its own: the place in the directory belongs to the open file.
    Descriptor again{::openat(descriptor(), ".", directory_flags)};
    const CPtr<DIR, ::closedir> stream{::fdopendir(again.number())};
    if (!stream)
        fail(path_);
    again.release();
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this function's own
        const auto* entry = ::readdir(stream.get());
        if (entry == nullptr && errno != 0)
            fail(path_);
        if (entry == nullptr)
            return names;
        names.emplace_back(entry->d_name);
    }
}

std::vector<FileName> HeldFiles::names() const
{
    std::vector<FileName> names;
    for (const auto& entry : entries())
        if (auto name = FileName::parse(entry))
            names.push_back(std::move(*name));
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> HeldFiles::unfinished() const
{
    auto names = entries();
    std::erase_if(names, [](const std::string& name) { return !is_unfinished(name); });
    return names;
}

Descriptor HeldFiles::open_checked(const FileName& name) const
{
    const auto text = name.text();
    Descriptor file{
        ::openat(descriptor(), text.c_str(),
                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (!file && errno == ELOOP)
        throw StoreError{Fault::Unsafe, text + " is a symbolic link"};
    struct stat info {};
    if (!file || ::fstat(file.number(), &info) != 0)
        fail(path_ / text);
    if (const auto* const problem = unsafe_words(info))
        throw StoreError{Fault::Unsafe, text + problem};
    return file;
}

FileReader HeldFiles::read(const FileName& name, const crypto::MasterKeys& keys) const
{
    const auto file = std::make_shared<const Descriptor>(open_checked(name));
    FileReader reader{keys, [file](std::span<std::byte> room) {
                          return read_some(file->number(), room);
                      }};
    if (reader.held().id != name.id.text())
        throw Unreadable{FileFault::Altered, " (it holds " + reader.held().id + ')'};
    return reader;
}

std::uint64_t HeldFiles::size(const FileName& name) const
{
    struct stat info {};
    const auto text = name.text();
    if (::fstatat(descriptor(), text.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
        return 0;
    return static_cast<std::uint64_t>(info.st_size);
}

} // namespace mailreeve::quarantine
