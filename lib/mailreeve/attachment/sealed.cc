#include "mailreeve/attachment/sealed.hh"

#include <algorithm>
#include <array>
#include <string_view>

namespace mailreeve::attachment {

bool is_sealed(const mime::Entity& entity)
{
    static constexpr std::array<std::string_view, 4> types{
        "multipart/signed", "multipart/encrypted", "application/pkcs7-mime",
        "application/x-pkcs7-mime"};
    return std::ranges::find(types, std::string_view{entity.type}) != types.end();
}

bool signed_around(const mime::Entity& message, const mime::Entity& entity)
{
    const auto* at = &message;
    while (at != nullptr) {
        if (is_sealed(*at))
            return true;
        if (at == &entity)
            return false;
        const auto next = std::ranges::find_if(at->parts, [&](const auto& part) {
            return part.whole().contains(entity.whole());
        });
        at = next == at->parts.end() ? nullptr : &*next;
    }
    return false;
}

} // namespace mailreeve::attachment
