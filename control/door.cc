#include "control/door.hh"

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace mailreeve::control {

namespace {

constexpr int backlog = 16;

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

void check_directory(const std::filesystem::path& directory)
{
    struct stat found {};
    if (::stat(directory.c_str(), &found) != 0)
        fail("control socket: " + directory.string());
    const bool ours = found.st_uid == 0 || found.st_uid == ::geteuid();
    const bool open = (found.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    const bool sticky = (found.st_mode & S_ISVTX) != 0;
    if (!ours || (open && !sticky))
        throw std::runtime_error{"control socket: others may put files into " +
                                 directory.string()};
}

void check_place(const std::filesystem::path& path)
{
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0)
        return;
    if (!S_ISSOCK(found.st_mode))
        throw std::runtime_error{"control socket: " + path.string() +
                                 " exists and is no socket"};
}

sockaddr_un address_of(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto& text = path.native();
    if (text.size() >= sizeof address.sun_path)
        throw std::runtime_error{"control socket: the path " + text +
                                 " is too long for a socket"};
    std::memcpy(static_cast<char*>(address.sun_path), text.data(), text.size());
    return address;
}

} // namespace

Door::Door(std::filesystem::path path)
    : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)}
{
    if (!socket_)
        fail("control socket");
    const auto directory = path.parent_path();
    check_directory(directory.empty() ? "." : directory);
    check_place(path);

    auto making = path;
    making += ".new";
    const auto address = address_of(making);
    check_place(making);
    ::unlink(making.c_str());
    // The mode of the socket is that of its file: it is never open to others.
    if (::fchmod(socket_.number(), 0600) != 0)
        fail("control socket");
    const auto* const name =
        static_cast<const sockaddr*>(static_cast<const void*>(&address));
    if (::bind(socket_.number(), name, sizeof address) != 0 ||
        ::chmod(making.c_str(), 0600) != 0 || ::listen(socket_.number(), backlog) != 0)
        fail("control socket: " + making.string());
    if (::rename(making.c_str(), path.c_str()) != 0)
        fail("control socket: " + path.string());
}

Descriptor Door::accept() const
{
    return Descriptor{
        ::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
}

bool may_enter(uid_t user)
{
    return user == 0 || user == ::geteuid();
}

bool may_enter(const Descriptor& connection)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(connection.number(), SOL_SOCKET, SO_PEERCRED, &peer, &size) ==
               0 &&
           may_enter(peer.uid);
}

} // namespace mailreeve::control
