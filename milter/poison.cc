#include "milter/poison.hh"

#include <algorithm>
#include <functional>

namespace mailreeve::milter {

void Poison::make_room(Failures& failures) const
{
    const auto oldest = clock_.now() - remembered;
    std::erase_if(failures,
                  [&](const auto& item) { return item.second.first < oldest; });
    if (failures.size() >= max_keys)
        failures.erase(std::ranges::min_element(
            failures, {}, [](const auto& item) { return item.second.first; }));
}

bool Poison::strike(std::string_view key)
{
    const auto hash = std::hash<std::string_view>{}(key);
    return failures_.with([&](Failures& failures) {
        if (!failures.contains(hash))
            make_room(failures);
        auto& failure =
            failures.try_emplace(hash, Failure{0, clock_.now()}).first->second;
        return ++failure.count >= strikes;
    });
}

void Poison::forget(std::string_view key)
{
    failures_.with([&](Failures& failures) {
        if (!failures.empty())
            failures.erase(std::hash<std::string_view>{}(key));
    });
}

std::size_t Poison::size() const
{
    return failures_.with([](const Failures& failures) { return failures.size(); });
}

} // namespace mailreeve::milter
