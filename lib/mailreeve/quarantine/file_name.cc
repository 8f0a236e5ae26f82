#include "mailreeve/quarantine/file_name.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/random.hh"

#include <algorithm>
#include <array>

namespace mailreeve::quarantine {

namespace {

constexpr std::string_view ending = ".mrq";
constexpr std::string_view damaged = ".damaged";
constexpr std::string_view unfinished = ".new";
constexpr std::size_t id_size = 13;
constexpr std::size_t random_size = 4;

bool take_end(std::string_view& text, std::string_view end)
{
    if (!text.ends_with(end))
        return false;
    text.remove_suffix(end.size());
    return true;
}

// "-2" and on; one spelling for each.
std::optional<unsigned> number_of(std::string_view text)
{
    if (text.empty())
        return 1;
    text.remove_prefix(1);
    if (text.empty() || text.size() > 2 || text.front() == '0' ||
        !std::ranges::all_of(text, ascii::is_digit))
        return std::nullopt;
    unsigned number = 0;
    for (const char c : text)
        number = 10 * number + static_cast<unsigned>(c - '0');
    return number == 1 ? std::nullopt : std::optional{number};
}

} // namespace

std::optional<FileName> FileName::parse(std::string_view text)
{
    const bool set_aside = take_end(text, damaged);
    if (!take_end(text, ending) || text.size() < id_size ||
        (text.size() > id_size && text[id_size] != '-'))
        return std::nullopt;
    auto id = Id::parse(text.substr(0, id_size));
    const auto number = number_of(text.substr(id_size));
    if (!id || !number)
        return std::nullopt;
    return FileName{std::move(*id), *number, set_aside};
}

std::string FileName::short_text() const
{
    return number == 1 ? id.text() : id.text() + '-' + std::to_string(number);
}

std::string FileName::text() const
{
    return short_text().append(ending).append(set_aside ? damaged : "");
}

std::string unfinished_name(const Id& id)
{
    std::string name = '.' + id.text() + '-';
    for (const auto byte : crypto::random_bytes<random_size>()) {
        name += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4U)];
        name += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xfU];
    }
    return name.append(unfinished);
}

bool is_unfinished(std::string_view name)
{
    return name.size() == 1 + id_size + 1 + 2 * random_size + unfinished.size() &&
           name.front() == '.' && name.ends_with(unfinished) &&
           Id::parse(name.substr(1, id_size));
}

} // namespace mailreeve::quarantine
