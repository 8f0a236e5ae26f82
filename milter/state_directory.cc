#include "milter/state_directory.hh"

#include "milter/start_refused.hh"

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace mailreeve::milter {

namespace fs = std::filesystem;

namespace {

constexpr mode_t others_may_write = S_IWGRP | S_IWOTH;

struct stat look(const fs::path& path)
{
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0)
        throw StartRefused{Exit::Configuration,
                           path.string() + ": " + error_text(errno)};
    return info;
}

bool is_ours_or_roots(const struct stat& info)
{
    return info.st_uid == 0 || info.st_uid == ::geteuid();
}

fs::path resolved(const fs::path& directory)
{
    std::error_code error;
    auto path = fs::canonical(directory, error);
    if (error)
        throw StartRefused{Exit::Configuration,
                           directory.string() + ": " + error.message(),
                           "make it, or name another directory"};
    return path;
}

void make(const fs::path& path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        throw StartRefused{Exit::NoPermission,
                           "cannot make " + path.string() + ": " + error_text(errno),
                           "install -d -m 0700 -o mailreeve -g mailreeve " +
                               path.string()};
}

void check_own(const fs::path& path)
{
    const auto info = look(path);
    const auto name = path.string();
    if (S_ISLNK(info.st_mode))
        throw StartRefused{Exit::Configuration, name + " is a symbolic link",
                           "name the directory itself in state"};
    if (!S_ISDIR(info.st_mode))
        throw StartRefused{Exit::Configuration, name + " is not a directory"};
    if (info.st_uid != ::geteuid())
        throw StartRefused{Exit::Configuration, name + " belongs to another user",
                           "chown mailreeve " + name};
    if ((info.st_mode & 07777U) != 0700)
        throw StartRefused{Exit::Configuration, name + " can be entered by others",
                           "chmod 0700 " + name};
}

} // namespace

void check_ancestors(const fs::path& path)
{
    for (auto above = resolved(path.parent_path());; above = above.parent_path()) {
        const auto info = look(above);
        const auto name = above.string();
        if (!is_ours_or_roots(info))
            throw StartRefused{
                Exit::Configuration,
                name + ", above " + path.string() + ", belongs to another user",
                "choose a place that only root and the daemon can change"};
        if ((info.st_mode & others_may_write) != 0 && (info.st_mode & S_ISVTX) == 0)
            throw StartRefused{Exit::Configuration,
                               name + ", above " + path.string() +
                                   ", can be written by others",
                               "chmod go-w " + name};
        if (above == above.root_path())
            return;
    }
}

StateDirectory::StateDirectory(fs::path path) : path_{std::move(path)}
{
    if (path_.filename().empty()) // "/var/lib/mailreeve/"
        path_ = path_.parent_path();
    check_ancestors(path_);
    if ((look(resolved(path_.parent_path())).st_mode & S_IWOTH) != 0)
        throw StartRefused{Exit::Configuration,
                           path_.string() + " lies beside everybody's files",
                           "choose a place such as /var/lib/mailreeve"};
    make(path_);
    check_own(path_);
    directory_ = Descriptor{
        ::open(path_.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    if (!directory_)
        throw StartRefused{Exit::NoPermission,
                           path_.string() + ": " + error_text(errno)};
}

std::string StateDirectory::short_path(const std::string& name) const
{
    return "/proc/self/fd/" + std::to_string(directory_.number()) + '/' + name;
}

std::optional<InstanceLock> InstanceLock::take(const StateDirectory& state)
{
    const auto path = state.path() / "lock";
    Descriptor file{
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!file)
        throw StartRefused{Exit::CannotCreate,
                           "cannot open " + path.string() + ": " + error_text(errno)};
    if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
        InstanceLock lock{std::move(file)};
        lock.sign();
        return lock;
    }
    if (errno == EWOULDBLOCK)
        return std::nullopt;
    throw StartRefused{Exit::System,
                       "cannot lock " + path.string() + ": " + error_text(errno),
                       "state must be on a local file system"};
}

void InstanceLock::sign() const
{
    const auto text = std::to_string(::getpid()) + '\n';
    // Whether it is written matters to an error message alone.
    if (::ftruncate(descriptor(), 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(descriptor(), text.data(), text.size(), 0);
}

std::string InstanceLock::holder(const StateDirectory& state)
{
    const auto path = state.path() / "lock";
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    std::array<char, 16> text{};
    const auto size = ::read(file.number(), text.data(), text.size());
    std::string_view digits{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    digits = digits.substr(0, digits.find('\n'));
    const bool number = !digits.empty() && digits.find_first_not_of("0123456789") ==
                                               std::string_view::npos;
    return number ? "process " + std::string{digits} : "another process";
}

} // namespace mailreeve::milter
