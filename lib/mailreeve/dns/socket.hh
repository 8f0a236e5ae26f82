// A file descriptor that is closed in time, and the sockets that queries go through.
#pragma once

#include "mailreeve/dns/chance.hh"
#include "mailreeve/dns/server_address.hh"

#include <utility>

namespace mailreeve::dns {

class Socket {
public:
    Socket() = default;
    explicit Socket(int fd) : fd_{fd} {}
    ~Socket() { close(); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket(Socket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    Socket& operator=(Socket&& other) noexcept
    {
        if (this != &other) {
            close();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }

    explicit operator bool() const { return fd_ >= 0; }
    int fd() const { return fd_; }
    void close();

private:
    int fd_ = -1;
};

// A socket, or why there is none.
enum class Obstacle {
    None,
    Shortage,    // of our own: descriptors, ports, memory
    Unreachable, // no way to the server
};

struct Opened {
    Socket socket;
    Obstacle obstacle = Obstacle::None;
};

// A UDP socket on a random port, connected: the kernel drops what others send to it,
// and tells when the port is closed there. Non-blocking.
Opened open_udp(const ServerAddress& server, ChanceSource& chance);

// A TCP socket that is connecting: ready for writing when it is done or has failed.
Opened open_tcp(const ServerAddress& server);

} // namespace mailreeve::dns
