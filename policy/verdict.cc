#include "policy/verdict.hh"

#include <array>

namespace mailreeve::policy {

std::string_view name(const Verdict& verdict)
{
    constexpr std::array<std::string_view, std::variant_size_v<Verdict>> names{
        "accept", "tag", "quarantine", "defer", "reject"};
    return names[verdict.index()];
}

bool is_held(const Verdict& verdict)
{
    return std::holds_alternative<Quarantine>(verdict);
}

const Reply* reply(const Verdict& verdict)
{
    if (const auto* defer = std::get_if<Defer>(&verdict))
        return &defer->reply;
    const auto* reject = std::get_if<Reject>(&verdict);
    return reject != nullptr ? &reject->reply : nullptr;
}

} // namespace mailreeve::policy
