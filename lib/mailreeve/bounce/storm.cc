#include "mailreeve/bounce/storm.hh"

#include "mailreeve/bounce/bound.hh"

#include <algorithm>
#include <numeric>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t max_key = 320; // RFC 5321 4.5.3.1: 64 + 1 + 255

} // namespace

bool Storm::note(const mail::Address& recipient, Deadline now)
{
    const auto key = normalised(recipient).substr(0, max_key);
    const auto number = now.time_since_epoch() / slice;
    return state_.with([&](State& state) {
        return add(touch(state, key), number) > limits_.per_minute;
    });
}

std::size_t Storm::size() const
{
    return state_.with([](const State& state) { return state.counts.size(); });
}

Storm::Count& Storm::touch(State& state, const std::string& recipient) const
{
    auto& [counts, index] = state;
    if (const auto found = index.find(recipient); found != index.end()) {
        counts.splice(counts.begin(), counts, found->second);
        return counts.front();
    }
    if (!counts.empty() && counts.size() >= limits_.recipients) {
        index.erase(counts.back().recipient);
        counts.pop_back();
    }
    counts.push_front({recipient, 0, {}});
    index.emplace(counts.front().recipient, counts.begin());
    return counts.front();
}

// The sum over the last minute. Slices that passed without a bounce are empty; one that
// a slower thread still calls the present is counted in the newest.
std::uint64_t Storm::add(Count& count, std::int64_t present)
{
    constexpr std::int64_t all = slices;
    const auto at = [&](std::int64_t number) -> std::uint32_t& {
        return count.bounces[static_cast<std::size_t>((number % all + all) % all)];
    };
    const auto newest = std::max(present, count.newest);
    const auto passed = std::min(newest - count.newest, all);
    for (std::int64_t n = 0; n < passed; ++n)
        at(newest - n) = 0;
    count.newest = newest;
    ++at(newest);
    return std::accumulate(count.bounces.begin(), count.bounces.end(),
                           std::uint64_t{0});
}

} // namespace mailreeve::bounce
