// Where the MTA finds us, as mailreeve.yaml writes it: unix:/run/m.sock,
// inet:8891@127.0.0.1
#pragma once

#include "mailreeve/config/schema.hh"
#include "mailreeve/net/ip_address.hh"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mailreeve::snapshot {

// sun_path of sockaddr_un holds 108 bytes, the last of them NUL (unix(7)).
inline constexpr std::size_t longest_socket_path = 107;

struct UnixPath {
    std::string path; // absolute

    bool operator==(const UnixPath&) const = default;
};

struct InetPort {
    net::IpAddress address;
    std::uint16_t port = 0;

    bool operator==(const InetPort&) const = default;
};

// A listening socket that was open when we started.
struct Inherited {
    int descriptor = -1;

    bool operator==(const Inherited&) const = default;
};

using ListenAddress = std::variant<UnixPath, InetPort, Inherited>;

// unix:/path (or local:/path), inet:PORT@IPV4, inet6:PORT@[IPV6], fd:NUMBER. No host
// names: what they mean changes under a running daemon. Nothing for anything else.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

// What parse_listen_address() takes back.
std::string text(const ListenAddress& address);

// Whether hosts other than this one could connect.
bool reaches_beyond_host(const ListenAddress& address);

} // namespace mailreeve::snapshot

namespace mailreeve::config {

template <>
struct Value<snapshot::ListenAddress> {
    static std::optional<snapshot::ListenAddress> parse(std::string_view text);
    static std::string print(const snapshot::ListenAddress& value);
    static std::string_view kind();
    static std::string problem(std::string_view text);
};

} // namespace mailreeve::config
