// The milter protocol as bytes on a socket: packets, and the connection they travel on.
//
// Facts: libmilter/mfdef.h of sendmail 8.17 (protocol version 6).
#pragma once

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mailreeve::test {

// One packet of either side, without its length.
struct Packet {
    char kind = 0; // 'c' continue, 't' tempfail, 'y' reply text, 'O' negotiation, ...
    std::string payload;

    bool operator==(const Packet&) const = default;
};

// The milter closed the connection, or did not answer in time.
struct MilterGone : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline std::string big_endian(std::uint32_t number)
{
    const std::array octets{static_cast<char>(number >> 24U),
                            static_cast<char>(number >> 16U),
                            static_cast<char>(number >> 8U), static_cast<char>(number)};
    return {octets.data(), octets.size()};
}

// The number at `offset`; 0 when the payload is too short for it.
inline std::uint32_t big_endian_at(std::string_view payload, std::size_t offset)
{
    std::uint32_t number = 0;
    if (payload.size() < offset + 4)
        return 0;
    for (const char octet : payload.substr(offset, 4))
        number = (number << 8U) | static_cast<unsigned char>(octet);
    return number;
}

inline std::string packet_bytes(char kind, std::string_view payload)
{
    std::string bytes = big_endian(static_cast<std::uint32_t>(payload.size() + 1));
    bytes += kind;
    return bytes.append(payload);
}

// A connected stream socket that gives up after a while. Not thread-safe.
class MilterWire {
public:
    // "unix:/path", "inet:port@127.0.0.1", "inet6:port@::1". Throws std::system_error
    // when nobody listens there.
    MilterWire(const std::string& address, std::chrono::milliseconds patience)
        : patience_{patience}
    {
        if (address.starts_with("unix:"))
            connect_unix(address.substr(5));
        else
            connect_inet(address);
    }

    // Takes over a connected descriptor.
    MilterWire(int descriptor, std::chrono::milliseconds patience)
        : descriptor_{descriptor}, patience_{patience}
    {
        limit_patience();
    }

    ~MilterWire() { close(); }
    MilterWire(const MilterWire&) = delete;
    MilterWire& operator=(const MilterWire&) = delete;
    MilterWire(MilterWire&& other) noexcept
        : descriptor_{std::exchange(other.descriptor_, -1)}, patience_{other.patience_},
          received_{std::move(other.received_)}
    {
    }
    MilterWire& operator=(MilterWire&&) = delete;

    int descriptor() const { return descriptor_; }

    void close()
    {
        if (descriptor_ >= 0)
            ::close(std::exchange(descriptor_, -1));
    }

    // Throws MilterGone.
    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent =
                ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno != EINTR)
                throw MilterGone{std::string{"send: "} + last_error()};
            bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
        }
    }

    // The next packet. Throws MilterGone.
    Packet receive()
    {
        fill(4);
        const std::size_t length = big_endian_at(received_, 0);
        if (length == 0)
            throw MilterGone{"a packet without a kind"};
        fill(4 + length);
        Packet packet{received_[4], received_.substr(5, length - 1)};
        received_.erase(0, 4 + length);
        return packet;
    }

    // Waits until the milter closes; what it still sends is thrown away. False when it
    // does not within the patience.
    bool is_closed_by_peer()
    {
        try {
            for (;;)
                receive();
        } catch (const MilterGone&) {
            return closed_;
        }
    }

private:
    static std::string last_error() { return std::generic_category().message(errno); }

    void open(int family)
    {
        descriptor_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (descriptor_ < 0)
            throw std::system_error{errno, std::generic_category(), "socket"};
        limit_patience();
    }

    void connect_to(const void* address, std::size_t size, const std::string& name)
    {
        sockaddr_storage storage{};
        std::memcpy(&storage, address, size);
        if (::connect(descriptor_, static_cast<sockaddr*>(static_cast<void*>(&storage)),
                      static_cast<socklen_t>(size)) == 0)
            return;
        const int error = errno;
        close();
        throw std::system_error{error, std::generic_category(), "connect " + name};
    }

    void connect_unix(const std::string& path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path)
            throw std::system_error{ENAMETOOLONG, std::generic_category(), path};
        std::memcpy(address.sun_path, path.data(), path.size());
        open(AF_UNIX);
        connect_to(&address, sizeof address, path);
    }

    void connect_inet(const std::string& text)
    {
        const auto colon = text.find(':');
        const auto at = text.find('@');
        const auto port = htons(static_cast<std::uint16_t>(
            std::strtoul(text.substr(colon + 1, at - colon - 1).c_str(), nullptr, 10)));
        std::string host = text.substr(at + 1);
        if (text.starts_with("inet6:")) {
            if (host.starts_with('['))
                host = host.substr(1, host.size() - 2);
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_port = port;
            ::inet_pton(AF_INET6, host.c_str(), &address.sin6_addr);
            open(AF_INET6);
            connect_to(&address, sizeof address, text);
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = port;
            ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
            open(AF_INET);
            connect_to(&address, sizeof address, text);
        }
        const int on = 1;
        ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    // Waiting belongs to the socket: a poll beside each call would show in bench/.
    void limit_patience()
    {
        const auto whole = std::chrono::duration_cast<std::chrono::seconds>(patience_);
        const auto rest = std::chrono::microseconds{patience_ - whole};
        const timeval limit{whole.count(), rest.count()};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }

    void fill(std::size_t wanted)
    {
        while (received_.size() < wanted) {
            std::array<char, 4096> chunk; // NOLINT: filled by recv
            const auto got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0) {
                closed_ = got == 0 || errno != EAGAIN;
                throw MilterGone{got == 0 ? "closed" : "recv: " + last_error()};
            }
            received_.append(chunk.data(), static_cast<std::size_t>(got));
        }
    }

    int descriptor_ = -1;
    std::chrono::milliseconds patience_;
    std::string received_;
    bool closed_ = false;
};

} // namespace mailreeve::test
