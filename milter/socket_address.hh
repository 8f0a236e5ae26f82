// A socket's address as the system calls take it.
#pragma once

#include "snapshot/listen_address.hh"

#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace mailreeve::milter {

class SocketAddress {
public:
    // Of a unix or inet address; `Inherited` has none until it is asked of().
    static std::optional<SocketAddress> from(const snapshot::ListenAddress& address);

    // A unix socket at `path`, which is shorter than sun_path.
    static SocketAddress unix_path(std::string_view path);

    // What a descriptor is bound to; nothing for what is no socket.
    static std::optional<SocketAddress> of(int descriptor);

    // "unix:/run/m.sock", "inet:8891@127.0.0.1", as mailreeve.yaml writes it; "unix:"
    // for a socket without a path.
    std::string text() const;
    std::string path() const; // of a unix socket; empty otherwise

    int family() const { return storage_.ss_family; }
    const sockaddr* data() const;
    socklen_t size() const { return size_; }

private:
    sockaddr_storage storage_{};
    socklen_t size_ = 0;
};

// Starts to connect; the descriptor does not block. The errno of connect() otherwise.
struct Connection {
    int descriptor = -1;
    int error = 0;
};
Connection begin_connect(const SocketAddress& address);

} // namespace mailreeve::milter
