#include "milter/listener.hh"

#include "milter/socket_address.hh"
#include "milter/start_refused.hh"
#include "milter/state_directory.hh"

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace mailreeve::milter {

namespace {

void set(int socket, int level, int option)
{
    const int on = 1;
    ::setsockopt(socket, level, option, &on, sizeof on);
}

bool is_listening_stream(int socket)
{
    int listening = 0;
    int type = 0;
    socklen_t size = sizeof listening;
    if (::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0)
        return false;
    size = sizeof type;
    return ::getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           listening != 0 && type == SOCK_STREAM;
}

// Accepting must not block: another process may have been quicker, and libmilter holds
// a lock meanwhile. Accepted TCP sockets inherit TCP_NODELAY (FACTS 1: else 43 ms a
// message); accepted sockets do not inherit O_NONBLOCK on Linux.
void prepare(int socket)
{
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    set(socket, IPPROTO_TCP, TCP_NODELAY); // fails on unix sockets, which need it not
}

// Removes what a dead process left; refuses to take the place of a live one.
void clear_path(const std::string& path)
{
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0)
        return;
    if (!S_ISSOCK(info.st_mode))
        throw StartRefused{Exit::CannotCreate, path + " exists and is not a socket",
                           "move it away, or listen elsewhere"};
    const auto answer = begin_connect(SocketAddress::unix_path(path));
    const Descriptor answered{answer.descriptor};
    if (answer.error == 0 || answer.error == EAGAIN)
        throw StartRefused{Exit::CannotCreate,
                           "somebody listens on " + path + " already",
                           "stop it, or listen elsewhere"};
    if (answer.error != ECONNREFUSED && answer.error != ENOENT)
        throw StartRefused{Exit::NoPermission,
                           path + " is in the way: " + error_text(answer.error),
                           "remove it"};
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        throw StartRefused{Exit::NoPermission,
                           "cannot remove the stale socket " + path + ": " +
                               error_text(errno),
                           "the directory must belong to the daemon's user"};
}

void bind_to(int socket, const SocketAddress& address)
{
    // Nobody may connect before mode and group are right; listen() comes after.
    const auto mask = ::umask(0177);
    const bool bound = ::bind(socket, address.data(), address.size()) == 0;
    const int error = errno;
    ::umask(mask);
    if (bound)
        return;
    throw StartRefused{error == EACCES || error == EROFS ? Exit::NoPermission
                                                         : Exit::CannotCreate,
                       "cannot listen on " + address.text() + ": " + error_text(error),
                       error == ENOENT       ? "make its directory first"
                       : error == EADDRINUSE ? "another program uses it"
                                             : ""};
}

std::optional<gid_t> group_id(const std::string& name)
{
    std::vector<char> room(16384);
    group entry{};
    group* found = nullptr;
    if (::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 ||
        found == nullptr)
        return std::nullopt;
    return entry.gr_gid;
}

} // namespace

std::string admit_group(const std::string& path, const std::string& group)
{
    struct stat directory {};
    const auto above = std::filesystem::path{path}.parent_path();
    ::stat(above.c_str(), &directory);
    gid_t id = directory.st_gid;
    if (!group.empty()) {
        const auto named = group_id(group);
        if (!named)
            throw StartRefused{Exit::Configuration,
                               "listen_group: there is no group " + group};
        id = *named;
    }
    std::string note;
    struct stat made {};
    ::stat(path.c_str(), &made);
    if (made.st_gid != id && ::lchown(path.c_str(), static_cast<uid_t>(-1), id) != 0) {
        if (!group.empty())
            throw StartRefused{Exit::NoPermission,
                               "cannot give " + path + " to the group " + group + ": " +
                                   error_text(errno),
                               "make the daemon's user a member of it, or use "
                               "mailreeve.socket"};
        note = "the group of " + above.string() + " could not be given to the socket";
    }
    if (::chmod(path.c_str(), 0660) != 0)
        throw StartRefused{Exit::NoPermission,
                           "cannot set the mode of " + path + ": " + error_text(errno)};
    return note;
}

Listener::Listener(Descriptor socket, Source source)
    : socket_{std::move(socket)}, source_{source}
{
    if (const auto address = SocketAddress::of(descriptor())) {
        address_ = address->text();
        path_ = address->path();
    }
}

void Listener::own_path()
{
    struct stat info {};
    owns_path_ = !path_.empty() && ::lstat(path_.c_str(), &info) == 0;
    device_ = info.st_dev;
    inode_ = info.st_ino;
}

Listener Listener::open(const snapshot::ListenAddress& address,
                        const std::string& group, int backlog)
{
    if (const auto* inherited = std::get_if<snapshot::Inherited>(&address))
        return adopt(Descriptor{inherited->descriptor}, Source::Systemd);

    const auto where = SocketAddress::from(address).value();
    const auto path = where.path();
    Descriptor socket{::socket(where.family(), SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!socket)
        throw StartRefused{Exit::System, "cannot make a socket: " + error_text(errno)};
    if (path.empty()) {
        set(socket.number(), SOL_SOCKET, SO_REUSEADDR);
        if (where.family() == AF_INET6)
            set(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY);
    } else {
        check_ancestors(path);
        clear_path(path);
    }
    bind_to(socket.number(), where);
    Listener listener{std::move(socket), Source::Opened};
    listener.own_path();
    listener.group_ = group;
    if (!path.empty())
        listener.note_ = admit_group(path, group);
    prepare(listener.descriptor());
    if (::listen(listener.descriptor(), backlog) != 0)
        throw StartRefused{Exit::CannotCreate,
                           "cannot listen on " + where.text() + ": " +
                               error_text(errno),
                           errno == EADDRINUSE ? "another program uses it" : ""};
    return listener;
}

Listener Listener::adopt(Descriptor socket, Source source)
{
    if (!is_listening_stream(socket.number()))
        throw StartRefused{Exit::Configuration,
                           "descriptor " + std::to_string(socket.number()) +
                               " is not a listening stream socket"};
    prepare(socket.number());
    Listener listener{std::move(socket), source};
    if (source == Source::Kept)
        listener.own_path();
    return listener;
}

bool Listener::is_reachable() const
{
    struct stat info {};
    return path_.empty() ||
           (::lstat(path_.c_str(), &info) == 0 && S_ISSOCK(info.st_mode));
}

void Listener::remove_path()
{
    struct stat info {};
    const bool same = owns_path_ && ::lstat(path_.c_str(), &info) == 0 &&
                      info.st_dev == device_ && info.st_ino == inode_;
    if (same)
        ::unlink(path_.c_str());
    owns_path_ = false;
}

void Listener::vacate()
{
    remove_path();
    socket_.reset();
}

void Listener::reopened(Descriptor socket)
{
    socket_ = std::move(socket);
    own_path();
    if (!path_.empty())
        note_ = admit_group(path_, group_);
    prepare(descriptor());
}

} // namespace mailreeve::milter
