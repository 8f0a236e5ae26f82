#include "mailreeve/crypto/key_directory.hh"

#include "mailreeve/base/c_ptr.hh"
#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/crypto/octal.hh"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace mailreeve::crypto {

namespace fs = std::filesystem;

namespace {

constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

[[noreturn]] void fail(const fs::path& path)
{
    throw std::system_error{errno, std::generic_category(), path.string()};
}

struct stat look(int file, const fs::path& path)
{
    struct stat info {};
    if (::fstat(file, &info) != 0)
        fail(path);
    return info;
}

void check(const struct stat& info, const fs::path& path)
{
    const auto us = ::geteuid();
    if (info.st_uid != us && us != 0)
        throw KeyRefused{path, "belongs to " + user_name(info.st_uid),
                         "chown " + user_name(us) + ' ' + path.string()};
    if ((info.st_mode & 07777U) != 0700)
        throw KeyRefused{
            path, "is not for its owner alone (mode " + octal(info.st_mode) + ')',
            "chmod 0700 " + path.string()};
}

bool is_missing(const fs::path& path)
{
    struct stat info {};
    return ::lstat(path.c_str(), &info) != 0 && errno == ENOENT;
}

// Made through the directory above, whose owner it gets. Another may have been faster.
void make_below(const fs::path& path)
{
    const auto name = path.filename().string();
    const auto above_path = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const Descriptor above{::open(above_path.c_str(), flags & ~O_NOFOLLOW)};
    if (!above)
        fail(above_path);
    const auto info = look(above.number(), above_path);
    if (::mkdirat(above.number(), name.c_str(), 0700) != 0) {
        if (errno == EEXIST)
            return;
        fail(path);
    }
    const Descriptor made{::openat(above.number(), name.c_str(), flags)};
    if (!made || ::fchmod(made.number(), 0700) != 0 ||
        (info.st_uid != ::geteuid() &&
         ::fchown(made.number(), info.st_uid, info.st_gid) != 0) ||
        ::fsync(above.number()) != 0)
        fail(path);
}

} // namespace

std::string user_name(uid_t user)
{
    struct passwd entry {};
    struct passwd* found = nullptr;
    std::string room(4096, '\0');
    if (::getpwuid_r(user, &entry, room.data(), room.size(), &found) == 0 &&
        found != nullptr)
        return found->pw_name;
    return std::to_string(user);
}

std::optional<KeyDirectory> KeyDirectory::open(const fs::path& path)
{
    Descriptor directory{::open(path.c_str(), flags)};
    if (directory)
        return KeyDirectory{path, std::move(directory)};
    if (errno == ENOENT)
        return std::nullopt;
    if (errno == ENOTDIR || errno == ELOOP)
        throw KeyRefused{path, "is no directory, or a symbolic link to one",
                         "move it away and run mailreevectl keys init"};
    fail(path);
}

KeyDirectory KeyDirectory::make(const fs::path& path)
{
    if (is_missing(path))
        make_below(path);
    if (auto directory = open(path))
        return std::move(*directory);
    errno = ENOENT;
    fail(path);
}

KeyDirectory::KeyDirectory(fs::path path, Descriptor directory)
    : path_{std::move(path)}, directory_{std::move(directory)}
{
    const auto info = look(directory_.number(), path_);
    check(info, path_);
    owner_ = info.st_uid;
    group_ = info.st_gid;
}

std::string KeyDirectory::owner_name() const
{
    return user_name(owner_);
}

std::vector<std::string> KeyDirectory::names(const std::string& start,
                                             const std::string& end,
                                             std::size_t max) const
{
    // A descriptor of its own: the place in the directory belongs to the open file.
    Descriptor again{::openat(descriptor(), ".", flags)};
    const CPtr<DIR, ::closedir> entries{::fdopendir(again.number())};
    if (!entries)
        fail(path_);
    again.release();
    std::vector<std::string> names;
    errno = 0;
    while (names.size() <= max) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this function's own
        const auto* entry = ::readdir(entries.get());
        if (entry == nullptr)
            break;
        const std::string_view name{entry->d_name};
        if (name.size() >= start.size() + end.size() && name.starts_with(start) &&
            name.ends_with(end))
            names.emplace_back(name);
        errno = 0;
    }
    if (errno != 0)
        fail(path_);
    std::ranges::sort(names);
    return names;
}

void KeyDirectory::lock() const
{
    while (::flock(descriptor(), LOCK_EX) != 0)
        if (errno != EINTR)
            fail(path_);
}

void KeyDirectory::sync() const
{
    if (::fsync(descriptor()) != 0)
        fail(path_);
}

} // namespace mailreeve::crypto
