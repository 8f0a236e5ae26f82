#include "mailreeve/bounce/batv_tag.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view prvs = "prvs=";
constexpr auto npos = std::string_view::npos;

bool is_hex(char c)
{
    return ascii::hex_value(c) >= 0;
}

// KDDDSSSSSS of the draft; the appliances of Proofpoint and Cisco make 9 hexadecimal
// digits of it, and letters among the first four.
bool is_prvs_tag(std::string_view tag)
{
    return tag.size() >= 8 && tag.size() <= 12 && ascii::is_digit(tag.front()) &&
           std::ranges::all_of(tag, is_hex);
}

bool is_btv1_tag(std::string_view tag)
{
    return tag.size() >= 8 && tag.size() <= 16 && std::ranges::all_of(tag, is_hex);
}

bool is_msprvs1_tag(std::string_view tag) // a day, and a MAC in base64url
{
    return tag.size() >= 8 && tag.size() <= 32 && ascii::is_digit(tag.front()) &&
           std::ranges::all_of(
               tag, [](char c) { return ascii::is_alnum(c) || c == '-' || c == '_'; });
}

struct Form {
    std::string_view word;
    std::string_view end; // between tag and local part
    bool (*is_tag)(std::string_view);
};

// WORD TAG END u
std::optional<TaggedLocal> find_before(std::string_view local, const Form& form)
{
    if (!ascii::starts_with(local, form.word))
        return std::nullopt;
    const auto rest = local.substr(form.word.size());
    const auto end = rest.find(form.end);
    if (end == npos || !form.is_tag(rest.substr(0, end)))
        return std::nullopt;
    const TaggedLocal found{rest.substr(0, end), rest.substr(end + form.end.size())};
    return found.local.empty() ? std::nullopt : std::optional{found};
}

// prvs=u=TAG
std::optional<TaggedLocal> find_after(std::string_view local)
{
    if (!ascii::starts_with(local, prvs))
        return std::nullopt;
    const auto rest = local.substr(prvs.size());
    const auto equals = rest.rfind('=');
    if (equals == npos || equals == 0 || !is_prvs_tag(rest.substr(equals + 1)))
        return std::nullopt;
    return TaggedLocal{rest.substr(equals + 1), rest.substr(0, equals)};
}

} // namespace

bool is_sub_address_delimiter(char c)
{
    return std::string_view{"+-=_."}.find(c) != npos;
}

std::optional<TaggedLocal> find_prvs(std::string_view local)
{
    return find_before(local, {prvs, "=", is_prvs_tag});
}

std::optional<TaggedLocal> find_sub_address(std::string_view local)
{
    const auto equals = local.rfind('=');
    if (equals == npos || !is_prvs_tag(local.substr(equals + 1)))
        return std::nullopt;
    const auto before = local.substr(0, equals + 1); // u+prvs=
    if (before.size() < prvs.size() + 2 || !ascii::ends_with(before, prvs) ||
        !is_sub_address_delimiter(before[before.size() - prvs.size() - 1]))
        return std::nullopt;
    return TaggedLocal{local.substr(equals + 1),
                       before.substr(0, before.size() - prvs.size() - 1)};
}

std::optional<TaggedLocal> find_any_tag(std::string_view local)
{
    constexpr std::array forms{
        Form{prvs, "=", is_prvs_tag},
        Form{"btv1==", "==", is_btv1_tag},
        Form{"msprvs1=", "=", is_msprvs1_tag},
    };
    for (const auto& form : forms)
        if (const auto found = find_before(local, form))
            return found;
    if (const auto found = find_sub_address(local))
        return found;
    return find_after(local);
}

} // namespace mailreeve::bounce
