#include "mailreeve/rdns/host_name.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::rdns {

namespace {

constexpr std::size_t max_name = 253; // RFC 1035 2.3.4, as text without the last dot
constexpr std::size_t max_label = 63;

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= max_label && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, [](char c) {
               return ascii::is_alnum(c) || c == '-' || c == '_';
           });
}

bool is_public(std::string_view first, std::string_view last)
{
    constexpr std::array<std::string_view, 5> nowhere{"localhost", "local", "invalid",
                                                      "onion", "arpa"};
    return !ascii::equal(first, "localhost") &&
           std::ranges::none_of(
               nowhere,
               [last](std::string_view top) { return ascii::equal(last, top); }) &&
           !std::ranges::all_of(last, ascii::is_digit);
}

} // namespace

bool is_host_name(std::string_view name)
{
    if (name.size() > max_name || name.find('.') == std::string_view::npos)
        return false;
    for (auto rest = name;;) {
        const auto dot = rest.find('.');
        if (!is_label(rest.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            break;
        rest.remove_prefix(dot + 1);
    }
    return is_public(name.substr(0, name.find('.')), name.substr(name.rfind('.') + 1));
}

std::string presentable(std::string_view name)
{
    std::string shown;
    for (const char c : name) {
        const auto octet = static_cast<unsigned char>(c);
        const bool printable = octet > 0x20 && octet < 0x7f;
        if (shown.size() + (printable ? 1 : 4) > max_shown)
            break;
        if (printable) {
            shown += c;
            continue;
        }
        shown += '\\';
        for (const unsigned place : {100U, 10U, 1U})
            shown += static_cast<char>('0' + octet / place % 10);
    }
    return shown;
}

} // namespace mailreeve::rdns
