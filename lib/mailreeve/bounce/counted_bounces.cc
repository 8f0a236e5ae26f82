#include "mailreeve/bounce/counted_bounces.hh"

namespace mailreeve::bounce {

std::optional<std::uint32_t>
CountedBounces::number_of(const Nonce& nonce, const MessageHash& bounce, Deadline now)
{
    return state_.with([&](State& state) -> std::optional<std::uint32_t> {
        auto& [bounces, index] = state;
        while (!bounces.empty() && now - bounces.back().came > limits_.memory)
            forget_oldest(state);
        const auto found = index.find({nonce, bounce});
        if (found == index.end() || found->second->repeats >= limits_.repeats)
            return std::nullopt;
        bounces.splice(bounces.begin(), bounces, found->second);
        bounces.front().came = now;
        ++bounces.front().repeats;
        return bounces.front().number;
    });
}

void CountedBounces::counted(const Nonce& nonce, const MessageHash& bounce,
                             std::uint32_t number, Deadline now)
{
    state_.with([&](State& state) {
        auto& [bounces, index] = state;
        const Key key{nonce, bounce};
        if (index.contains(key))
            return; // past its repeats, or counted by two threads at once
        while (!bounces.empty() && bounces.size() >= limits_.bounces)
            forget_oldest(state);
        bounces.push_front({key, number, 0, now});
        index.emplace(key, bounces.begin());
    });
}

std::size_t CountedBounces::size() const
{
    return state_.with([](const State& state) { return state.bounces.size(); });
}

void CountedBounces::forget_oldest(State& state)
{
    state.index.erase(state.bounces.back().key);
    state.bounces.pop_back();
}

} // namespace mailreeve::bounce
