// A UDP and a TCP socket on one free port of loopback.
#pragma once

#include "mailreeve/net/ip_address.hh"

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mailreeve::test {

// A socket's address, as the system calls want it.
struct Peer {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;

    static Peer at(const net::IpAddress& ip, std::uint16_t port)
    {
        Peer peer;
        if (ip.is_v4()) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(port);
            std::memcpy(&address.sin_addr, ip.octets().data(), 4);
            peer.size = sizeof address;
            std::memcpy(&peer.storage, &address, sizeof address);
        } else {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_port = htons(port);
            std::memcpy(&address.sin6_addr, ip.octets().data(), 16);
            peer.size = sizeof address;
            std::memcpy(&peer.storage, &address, sizeof address);
        }
        return peer;
    }

    sockaddr* get() { return static_cast<sockaddr*>(static_cast<void*>(&storage)); }

    std::uint16_t port() const
    {
        sockaddr_in address{}; // it stands at the same place for both families
        std::memcpy(&address, &storage, sizeof address);
        return ntohs(address.sin_port);
    }
};

class LoopbackPorts {
public:
    LoopbackPorts() = default;
    ~LoopbackPorts() { close(); }
    LoopbackPorts(const LoopbackPorts&) = delete;
    LoopbackPorts& operator=(const LoopbackPorts&) = delete;

    // On `port`, or on a free one where that is 0. TCP stays closed unless wanted.
    void open(const net::IpAddress& ip, std::uint16_t port, bool with_tcp)
    {
        // A port that is free for UDP may be taken for TCP.
        for (int attempt = 0; attempt < 50; ++attempt)
            if (bind_udp(ip, port) && (!with_tcp || bind_tcp(ip)))
                return;
        throw std::runtime_error{"no free port on loopback"};
    }

    void close()
    {
        for (auto* fd : {&udp_, &tcp_})
            if (*fd >= 0)
                ::close(std::exchange(*fd, -1));
    }

    int udp() const { return udp_; }
    int tcp() const { return tcp_; }
    std::uint16_t port() const { return port_; }

private:
    bool bind_udp(const net::IpAddress& ip, std::uint16_t port)
    {
        close();
        auto here = Peer::at(ip, port);
        udp_ = socket(here.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (bind(udp_, here.get(), here.size) != 0)
            return false;
        Peer bound;
        getsockname(udp_, bound.get(), &bound.size);
        port_ = bound.port();
        return true;
    }

    bool bind_tcp(const net::IpAddress& ip)
    {
        auto here = Peer::at(ip, port_);
        tcp_ = socket(here.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        setsockopt(tcp_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        return bind(tcp_, here.get(), here.size) == 0 && listen(tcp_, 64) == 0;
    }

    int udp_ = -1;
    int tcp_ = -1;
    std::uint16_t port_ = 0;
};

} // namespace mailreeve::test
