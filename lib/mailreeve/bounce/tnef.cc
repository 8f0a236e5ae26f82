#include "mailreeve/bounce/tnef.hh"

#include <algorithm>
#include <array>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view signature = "\x78\x9f\x3e\x22";

struct Known {
    std::string_view name;
    Class kind;
};

// As attMessageClass has them, and as MAPI does (MS-OXOMSG 2.2.2).
constexpr auto known = std::to_array<Known>({
    {"IPM.Microsoft Mail.Read Receipt", Class::Mdn},
    {"IPM.Microsoft Mail.Non-Delivery", Class::Bounce},
    {".IPNRN", Class::Mdn},
    {".IPNNRN", Class::Mdn},
    {".NDR", Class::Bounce},
});

} // namespace

Class class_of_tnef(std::string_view front)
{
    if (!front.starts_with(signature))
        return Class::None;
    front = front.substr(0, tnef_front);
    const auto* const it = std::ranges::find_if(known, [&](const Known& k) {
        return front.find(k.name) != std::string_view::npos;
    });
    return it == known.end() ? Class::None : it->kind;
}

} // namespace mailreeve::bounce
