#include "mailreeve/dns/server_address.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <charconv>

namespace mailreeve::dns {

namespace {

constexpr std::size_t max_scope = 15; // IFNAMSIZ without its zero

std::optional<std::uint16_t> parse_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || stop != end || port == 0)
        return std::nullopt;
    return port;
}

// An address with or without %scope.
std::optional<ServerAddress> parse_host(std::string_view text)
{
    ServerAddress server;
    const auto percent = text.find('%');
    if (percent != std::string_view::npos) {
        server.scope = text.substr(percent + 1);
        if (server.scope.empty() || server.scope.size() > max_scope ||
            std::ranges::any_of(server.scope, ascii::is_space))
            return std::nullopt;
    }
    const auto address = net::IpAddress::parse(text.substr(0, percent));
    if (!address || (address->is_v4() && !server.scope.empty()))
        return std::nullopt;
    server.address = *address;
    return server;
}

std::optional<ServerAddress> with_port(std::string_view host, std::string_view port)
{
    auto server = parse_host(host);
    const auto number = parse_port(port);
    if (!server || !number)
        return std::nullopt;
    server->port = *number;
    return server;
}

std::optional<ServerAddress> parse_bracketed(std::string_view text)
{
    const auto close = text.find(']');
    if (close == std::string_view::npos)
        return std::nullopt;
    const auto host = text.substr(1, close - 1);
    const auto rest = text.substr(close + 1);
    if (rest.empty())
        return parse_host(host);
    return rest.front() == ':' ? with_port(host, rest.substr(1)) : std::nullopt;
}

} // namespace

std::optional<ServerAddress> ServerAddress::parse(std::string_view text)
{
    if (!text.empty() && text.front() == '[')
        return parse_bracketed(text);
    const auto colon = text.find(':');
    if (colon != std::string_view::npos && colon == text.rfind(':'))
        return with_port(text.substr(0, colon), text.substr(colon + 1));
    return parse_host(text);
}

std::string ServerAddress::text() const
{
    const auto tail = ":" + std::to_string(port);
    if (address.is_v4())
        return address.text() + tail;
    return "[" + address.text() + (scope.empty() ? "" : "%" + scope) + "]" + tail;
}

} // namespace mailreeve::dns
