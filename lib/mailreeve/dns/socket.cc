#include "mailreeve/dns/socket.hh"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mailreeve::dns {

namespace {

// The kernel's own choice knows only 28,232 ports (32768-60999). Low ones are left to
// those who must listen on them.
constexpr std::uint32_t first_port = 16'384;
constexpr std::uint32_t ports = 65'536 - first_port;
constexpr int port_draws = 16; // before the kernel may choose

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    const sockaddr* get() const
    {
        return static_cast<const sockaddr*>(static_cast<const void*>(&storage));
    }
    int family() const { return storage.ss_family; }
};

template <class T>
SocketAddress wrapped(const T& address)
{
    static_assert(sizeof(T) <= sizeof(sockaddr_storage));
    SocketAddress wrapped;
    std::memcpy(&wrapped.storage, &address, sizeof address);
    wrapped.size = sizeof address;
    return wrapped;
}

SocketAddress v4(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    return wrapped(address);
}

SocketAddress v6(std::uint16_t port)
{
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    return wrapped(address);
}

// An interface may come after us: looked up anew for each socket.
std::uint32_t scope_id(const std::string& scope)
{
    return scope.empty() ? 0 : if_nametoindex(scope.c_str());
}

SocketAddress to_system(const ServerAddress& server)
{
    const auto octets = server.address.octets();
    if (server.address.is_v4()) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server.port);
        std::memcpy(&address.sin_addr, octets.data(), octets.size());
        return wrapped(address);
    }
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(server.port);
    address.sin6_scope_id = scope_id(server.scope);
    std::memcpy(&address.sin6_addr, octets.data(), octets.size());
    return wrapped(address);
}

Obstacle obstacle_of(int error)
{
    switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EAGAIN: // no port left
        return Obstacle::Shortage;
    default:
        return Obstacle::Unreachable;
    }
}

// Where no draw succeeds, the kernel binds when we connect.
void bind_to_random_port(const Socket& socket, int family, ChanceSource& chance)
{
    for (int draw = 0; draw < port_draws; ++draw) {
        const auto port = static_cast<std::uint16_t>(first_port + chance.below(ports));
        const auto local = family == AF_INET ? v4(port) : v6(port);
        if (bind(socket.fd(), local.get(), local.size) == 0 || errno != EADDRINUSE)
            return;
    }
}

} // namespace

void Socket::close()
{
    if (fd_ >= 0)
        ::close(std::exchange(fd_, -1));
}

Opened open_udp(const ServerAddress& server, ChanceSource& chance)
{
    const auto remote = to_system(server);
    Socket socket{
        ::socket(remote.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket)
        return {{}, obstacle_of(errno)};
    bind_to_random_port(socket, remote.family(), chance);
    if (connect(socket.fd(), remote.get(), remote.size) != 0)
        return {{}, obstacle_of(errno)};
    return {std::move(socket), Obstacle::None};
}

Opened open_tcp(const ServerAddress& server)
{
    const auto remote = to_system(server);
    Socket socket{
        ::socket(remote.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket)
        return {{}, obstacle_of(errno)};
    if (connect(socket.fd(), remote.get(), remote.size) != 0 && errno != EINPROGRESS)
        return {{}, obstacle_of(errno)};
    return {std::move(socket), Obstacle::None};
}

} // namespace mailreeve::dns
