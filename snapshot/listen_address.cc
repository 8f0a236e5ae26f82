#include "snapshot/listen_address.hh"

#include <charconv>

namespace mailreeve::snapshot {

namespace {

template <class T>
std::optional<T> whole_number(std::string_view text)
{
    T number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return number;
}

std::optional<ListenAddress> parse_unix(std::string_view path)
{
    const bool usable = path.starts_with('/') && !path.ends_with('/') &&
                        path.size() <= longest_socket_path;
    if (!usable)
        return std::nullopt;
    return UnixPath{std::string{path}};
}

std::string_view without_brackets(std::string_view host)
{
    if (host.size() > 2 && host.starts_with('[') && host.ends_with(']'))
        return host.substr(1, host.size() - 2);
    return host;
}

std::optional<ListenAddress> parse_inet(std::string_view rest, net::Family family)
{
    const auto at = rest.find('@');
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto port = whole_number<std::uint16_t>(rest.substr(0, at));
    const auto address = net::IpAddress::parse(without_brackets(rest.substr(at + 1)));
    if (!port || *port == 0 || !address || address->family() != family)
        return std::nullopt;
    return InetPort{*address, *port};
}

std::optional<ListenAddress> parse_inherited(std::string_view rest)
{
    const auto number = whole_number<int>(rest);
    if (!number || *number < 3) // 0, 1 and 2 are taken
        return std::nullopt;
    return Inherited{*number};
}

std::string print(const UnixPath& unix_path)
{
    return "unix:" + unix_path.path;
}

std::string print(const InetPort& inet)
{
    const auto port = std::to_string(inet.port);
    return inet.address.is_v4() ? "inet:" + port + '@' + inet.address.text()
                                : "inet6:" + port + "@[" + inet.address.text() + ']';
}

std::string print(const Inherited& inherited)
{
    return "fd:" + std::to_string(inherited.descriptor);
}

} // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto kind = text.substr(0, colon);
    const auto rest = text.substr(colon + 1);
    if (kind == "unix" || kind == "local")
        return parse_unix(rest);
    if (kind == "inet")
        return parse_inet(rest, net::Family::V4);
    if (kind == "inet6")
        return parse_inet(rest, net::Family::V6);
    if (kind == "fd")
        return parse_inherited(rest);
    return std::nullopt;
}

std::string text(const ListenAddress& address)
{
    return std::visit([](const auto& form) { return print(form); }, address);
}

bool reaches_beyond_host(const ListenAddress& address)
{
    const auto* inet = std::get_if<InetPort>(&address);
    return inet != nullptr && !net::is_loopback(inet->address);
}

} // namespace mailreeve::snapshot

namespace mailreeve::config {

using snapshot::ListenAddress;

namespace {

bool names_a_host(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at + 1 < text.size() &&
           !net::IpAddress::parse(text.substr(at + 1)) && text[at + 1] != '[';
}

} // namespace

std::optional<ListenAddress> Value<ListenAddress>::parse(std::string_view text)
{
    return snapshot::parse_listen_address(text);
}

std::string Value<ListenAddress>::print(const ListenAddress& value)
{
    return snapshot::text(value);
}

std::string_view Value<ListenAddress>::kind()
{
    return "a socket such as unix:/run/mailreeve/milter.sock or inet:8891@127.0.0.1";
}

std::string Value<ListenAddress>::problem(std::string_view text)
{
    if (text.starts_with('/'))
        return "write unix: in front of the path";
    if (text.size() > 5 && text.starts_with("unix:")) {
        if (text[5] != '/')
            return "the path must be absolute";
        if (text.size() - 5 > snapshot::longest_socket_path)
            return "the path of a socket has at most 107 bytes";
        return {};
    }
    if (!text.starts_with("inet"))
        return {};
    if (text.find('@') == std::string_view::npos)
        return "write the address to listen on: inet:8891@127.0.0.1";
    if (names_a_host(text))
        return "write an address, not a name: inet:8891@127.0.0.1";
    return "inet: is for IPv4, inet6: for IPv6; the port is between 1 and 65535";
}

} // namespace mailreeve::config
