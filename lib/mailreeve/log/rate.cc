#include "mailreeve/log/rate.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::log {

Rate::Rate(const Clock& clock, std::chrono::seconds every, std::size_t max_keys)
    : clock_{clock}, every_{every}, max_keys_{max_keys}
{
}

std::optional<std::uint64_t> Rate::allows(std::string_view key)
{
    const auto now = clock_.now();
    const std::lock_guard lock{mutex_};
    const auto found = said_.find(key);
    if (found == said_.end()) {
        if (!make_room(now))
            return std::nullopt;
        said_.emplace(key, Said{now, 0});
        return 0;
    }
    auto& said = found->second;
    if (now - said.at < every_) {
        ++said.held_back;
        return std::nullopt;
    }
    said.at = now;
    return std::exchange(said.held_back, 0);
}

// Looks through all keys at most once for each that ages, not once for each new one.
bool Rate::make_room(Deadline now)
{
    if (said_.size() < max_keys_)
        return true;
    if (now < full_until_)
        return false;
    std::erase_if(said_,
                  [&](const auto& key) { return now - key.second.at >= every_; });
    const auto oldest = std::ranges::min_element(
        said_, {}, [](const auto& key) { return key.second.at; });
    full_until_ = oldest == said_.end() ? now : oldest->second.at + every_;
    return said_.size() < max_keys_;
}

} // namespace mailreeve::log
