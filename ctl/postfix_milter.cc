#include "ctl/postfix_milter.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <filesystem>

namespace mailreeve::ctl {

namespace {

constexpr std::string_view separators = " \t\r\n,";

std::string_view take(std::string_view& text, std::size_t size)
{
    const auto taken = text.substr(0, size);
    text.remove_prefix(std::min(size, text.size()));
    return taken;
}

// With both braces; they nest.
std::size_t size_of_braced(std::string_view text)
{
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        if (depth == 0)
            return at + 1;
    }
    return text.size();
}

// endpoint, name=value, { name = value }
PostfixMilter parse_braced(std::string_view inside)
{
    PostfixMilter milter;
    for (;;) {
        const auto begin = inside.find_first_not_of(separators);
        if (begin == std::string_view::npos)
            return milter;
        inside.remove_prefix(begin);
        auto word = inside.front() == '{'
                        ? take(inside, size_of_braced(inside))
                        : take(inside, inside.find_first_of(separators));
        if (word.front() == '{')
            word = word.substr(1, word.size() - 2);
        const auto equals = word.find('=');
        if (milter.endpoint.empty())
            milter.endpoint = word;
        else if (equals != std::string_view::npos)
            milter.attributes.insert_or_assign(
                std::string{ascii::trim(word.substr(0, equals))},
                std::string{ascii::trim(word.substr(equals + 1))});
    }
}

bool is_loopback_name(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[127.0.0.1]" ||
           host == "[::1]" || host == "::1";
}

bool is_same_host(std::string_view host, const net::IpAddress& address)
{
    if (net::is_loopback(address))
        return is_loopback_name(host);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    const auto parsed = net::IpAddress::parse(host);
    const auto octets = address.octets();
    const bool any = std::ranges::all_of(octets, [](auto octet) { return octet == 0; });
    return any || (parsed && *parsed == address);
}

Leads leads_inet(std::string_view endpoint, const snapshot::InetPort& ours)
{
    const auto colon = endpoint.rfind(':');
    if (colon == std::string_view::npos ||
        endpoint.substr(colon + 1) != std::to_string(ours.port))
        return Leads::Elsewhere;
    return is_same_host(endpoint.substr(0, colon), ours.address) ? Leads::Here
                                                                 : Leads::Elsewhere;
}

Leads leads_unix(std::string_view endpoint, const std::string& ours,
                 const PostfixView& view)
{
    if (seen_from_outside(endpoint, view) ==
        std::filesystem::path{ours}.lexically_normal().string())
        return Leads::Here;
    const std::filesystem::path named{endpoint};
    const std::filesystem::path wanted{ours};
    const bool alike =
        named.filename() == wanted.filename() &&
        named.parent_path().filename() == wanted.parent_path().filename();
    return alike ? Leads::Astray : Leads::Elsewhere;
}

} // namespace

std::vector<PostfixMilter> parse_milters(std::string_view text)
{
    std::vector<PostfixMilter> milters;
    for (;;) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos)
            return milters;
        text.remove_prefix(begin);
        if (text.front() == '{') {
            auto braced = take(text, size_of_braced(text));
            braced.remove_prefix(1);
            if (braced.ends_with('}'))
                braced.remove_suffix(1);
            milters.push_back(parse_braced(braced));
        } else {
            milters.push_back(
                {std::string{take(text, text.find_first_of(separators))}, {}});
        }
    }
}

std::string seen_from_outside(std::string_view path, const PostfixView& view)
{
    const std::filesystem::path named{path};
    const std::filesystem::path queue{view.queue_directory};
    if (named.is_absolute() && !view.chroot)
        return named.lexically_normal().string();
    return (queue / named.relative_path()).lexically_normal().string();
}

Leads leads(const PostfixMilter& milter, const snapshot::ListenAddress& ours,
            const PostfixView& view)
{
    const std::string_view endpoint{milter.endpoint};
    const auto colon = endpoint.find(':');
    if (colon == std::string_view::npos)
        return Leads::Elsewhere;
    const auto type = endpoint.substr(0, colon);
    const auto rest = endpoint.substr(colon + 1);
    const auto* path = std::get_if<snapshot::UnixPath>(&ours);
    const auto* port = std::get_if<snapshot::InetPort>(&ours);
    if (path != nullptr && (type == "unix" || type == "local"))
        return leads_unix(rest, path->path, view);
    if (port != nullptr && (type == "inet" || type == "inet6"))
        return leads_inet(rest, *port);
    return Leads::Elsewhere;
}

} // namespace mailreeve::ctl
