#include "milter/socket_address.hh"

#include "mailreeve/base/descriptor.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace mailreeve::milter {

namespace {

template <class Form>
Form as(const sockaddr_storage& storage)
{
    Form form{};
    std::memcpy(&form, &storage, sizeof form);
    return form;
}

template <class Form>
socklen_t put(sockaddr_storage& storage, const Form& form)
{
    std::memcpy(&storage, &form, sizeof form);
    return sizeof form;
}

template <std::size_t Size>
net::IpAddress address_from(const void* octets)
{
    std::array<std::uint8_t, Size> copy{};
    std::memcpy(copy.data(), octets, Size);
    if constexpr (Size == 4)
        return net::IpAddress::v4(copy);
    else
        return net::IpAddress::v6(copy);
}

} // namespace

SocketAddress SocketAddress::unix_path(std::string_view path)
{
    sockaddr_un form{};
    form.sun_family = AF_UNIX;
    std::copy_n(path.begin(), std::min(path.size(), snapshot::longest_socket_path),
                std::begin(form.sun_path));
    SocketAddress address;
    address.size_ = put(address.storage_, form);
    return address;
}

std::optional<SocketAddress> SocketAddress::from(const snapshot::ListenAddress& address)
{
    if (const auto* socket = std::get_if<snapshot::UnixPath>(&address))
        return unix_path(socket->path);
    const auto* inet = std::get_if<snapshot::InetPort>(&address);
    if (inet == nullptr)
        return std::nullopt;
    SocketAddress result;
    const auto octets = inet->address.octets();
    if (inet->address.is_v4()) {
        sockaddr_in form{};
        form.sin_family = AF_INET;
        form.sin_port = htons(inet->port);
        std::memcpy(&form.sin_addr, octets.data(), octets.size());
        result.size_ = put(result.storage_, form);
    } else {
        sockaddr_in6 form{};
        form.sin6_family = AF_INET6;
        form.sin6_port = htons(inet->port);
        std::memcpy(&form.sin6_addr, octets.data(), octets.size());
        result.size_ = put(result.storage_, form);
    }
    return result;
}

std::optional<SocketAddress> SocketAddress::of(int descriptor)
{
    SocketAddress address;
    address.size_ = sizeof address.storage_;
    void* storage = &address.storage_;
    if (::getsockname(descriptor, static_cast<sockaddr*>(storage), &address.size_) != 0)
        return std::nullopt;
    return address;
}

const sockaddr* SocketAddress::data() const
{
    const void* storage = &storage_;
    return static_cast<const sockaddr*>(storage);
}

std::string SocketAddress::path() const
{
    if (family() != AF_UNIX)
        return {};
    const auto form = as<sockaddr_un>(storage_);
    const std::span bytes{form.sun_path};
    return {bytes.begin(), std::ranges::find(bytes, '\0')};
}

std::string SocketAddress::text() const
{
    if (family() == AF_INET) {
        const auto form = as<sockaddr_in>(storage_);
        return snapshot::text(
            snapshot::InetPort{address_from<4>(&form.sin_addr), ntohs(form.sin_port)});
    }
    if (family() == AF_INET6) {
        const auto form = as<sockaddr_in6>(storage_);
        return snapshot::text(snapshot::InetPort{address_from<16>(&form.sin6_addr),
                                                 ntohs(form.sin6_port)});
    }
    return "unix:" + path();
}

Connection begin_connect(const SocketAddress& address)
{
    Descriptor socket{
        ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket)
        return {-1, errno};
    if (::connect(socket.number(), address.data(), address.size()) != 0 &&
        errno != EINPROGRESS)
        return {-1, errno};
    return {socket.release(), 0};
}

} // namespace mailreeve::milter
