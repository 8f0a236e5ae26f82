// A ledger in memory that fails when a test wants it to. Thread-safe.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/bounce/ledger.hh"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

class MemoryLedger : public bounce::Ledger {
public:
    using Entry = bounce::Entry;
    template <class T>
    using Lookup = bounce::Lookup<T>;

    // What is looked up or counted from now on is not answered.
    void fail_to_answer(bool fails = true) { mute_ = fails; }

    // What is recorded from now on fails as on a full disk.
    void fail_to_record(bool fails = true) { full_ = fails; }

    // What is recorded from now on is neither done nor failed.
    void hang(bool hangs = true) { hangs_ = hangs; }

    std::vector<Entry> entries() const
    {
        return state_.with([](const State& state) { return state.entries; });
    }
    void lose() { state_.exchange({}); }
    std::size_t lookups() const { return lookups_; }

    Future<store::Commit> record(Entry entry) override
    {
        if (hangs_)
            return Promise<store::Commit>{}.future();
        if (full_)
            return Future<store::Commit>::ready(
                store::NotCommitted{store::Fault::Full, "disk full"});
        state_.with([&](State& state) {
            const auto at = entry.sender.rfind('@');
            if (at != std::string::npos) {
                auto& since =
                    state.since.emplace(entry.sender.substr(at + 1), entry.time)
                        .first->second;
                since = std::min(since, entry.time);
            }
            state.entries.push_back(std::move(entry));
        });
        return Future<store::Commit>::ready({});
    }

    Lookup<std::optional<Entry>> by_nonce(const bounce::Nonce& nonce,
                                          WallTime) const override
    {
        ++lookups_;
        if (mute_)
            return {false, "the ledger cannot be read", {}};
        return state_.with([&](const State& state) {
            const auto found = std::ranges::find(state.entries, nonce, &Entry::nonce);
            return Lookup<std::optional<Entry>>{
                true,
                {},
                found == state.entries.end() ? std::nullopt : std::optional{*found}};
        });
    }

    Lookup<std::vector<Entry>> by_message(const bounce::MessageHash& message,
                                          std::size_t max) const override
    {
        ++lookups_;
        return entries_of(message, max);
    }

    std::vector<Lookup<std::vector<Entry>>>
    by_messages(std::span<const bounce::MessageHash> messages,
                std::size_t max) const override
    {
        ++lookups_;
        std::vector<Lookup<std::vector<Entry>>> lookups;
        for (const auto& message : messages)
            lookups.push_back(entries_of(message, max));
        return lookups;
    }

    Lookup<std::uint32_t> count_bounce(const bounce::Nonce& nonce, WallTime,
                                       const bounce::MessageHash& bounce) override
    {
        if (mute_)
            return {false, "the ledger cannot be written", 0};
        return state_.with([&](State& state) {
            auto& all = state.bounces[nonce];
            const auto number = static_cast<std::uint32_t>(all.size() + 1);
            return Lookup<std::uint32_t>{
                true, {}, all.emplace(bounce, number).first->second};
        });
    }

    std::optional<WallTime> stamping_since(const mail::Domain& domain) const override
    {
        return state_.with([&](const State& state) -> std::optional<WallTime> {
            const auto found = state.since.find(domain.text());
            return found == state.since.end() ? std::nullopt
                                              : std::optional{found->second};
        });
    }

private:
    Lookup<std::vector<Entry>> entries_of(const bounce::MessageHash& message,
                                          std::size_t max) const
    {
        if (mute_)
            return {false, "the ledger cannot be read", {}};
        return state_.with([&](const State& state) {
            Lookup<std::vector<Entry>> lookup;
            std::ranges::copy_if(
                state.entries, std::back_inserter(lookup.found),
                [&](const Entry& entry) { return entry.message == message; });
            std::stable_sort(
                lookup.found.begin(), lookup.found.end(),
                [](const auto& a, const auto& b) { return a.time > b.time; });
            lookup.found.resize(std::min(max, lookup.found.size()));
            return lookup;
        });
    }

    struct State {
        std::vector<Entry> entries;
        // Of each stamp, its bounces and their numbers.
        std::map<bounce::Nonce, std::map<bounce::MessageHash, std::uint32_t>> bounces;
        std::map<std::string, WallTime> since;
    };

    std::atomic<bool> mute_{false};
    std::atomic<bool> full_{false};
    std::atomic<bool> hangs_{false};
    mutable std::atomic<std::size_t> lookups_{0};
    Guarded<State> state_;
};

} // namespace mailreeve::test
