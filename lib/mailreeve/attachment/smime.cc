#include "mailreeve/attachment/smime.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

std::string_view name_inside_smime(std::string_view name)
{
    constexpr std::array<std::string_view, 3> endings{".p7m", ".p7s", ".p7z"};
    name = ascii::trim(name);
    for (const auto ending : endings)
        if (ascii::ends_with(name, ending))
            return name.substr(0, name.size() - ending.size());
    return {};
}

bool is_called_smime(const Item& item)
{
    constexpr std::array<std::string_view, 3> types{
        "application/pkcs7-mime", "application/x-pkcs7-mime", "application/cms"};
    return std::ranges::find(types, std::string_view{item.declared}) != types.end() ||
           std::ranges::any_of(item.names, [](std::string_view name) {
               return !name_inside_smime(name).empty();
           });
}

} // namespace mailreeve::attachment
