// An answer that comes later: waited for until a deadline, or followed by a function.
#pragma once

#include "mailreeve/base/clock.hh"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace mailreeve {

template <class T>
class Promise;

// A copyable handle on a value that is set once. Thread-safe. std::future has no
// continuation, and a chain of lookups that each held a thread would not scale.
template <class T>
class Future {
public:
    static Future ready(T value)
    {
        auto state = std::make_shared<State>();
        state->value.emplace(std::move(value));
        return Future{std::move(state)};
    }

    bool is_ready() const { return peek() != nullptr; }

    // The value, or nullptr while there is none. It lives as long as the Future.
    const T* peek() const
    {
        const std::lock_guard lock{state_->mutex};
        return state_->value ? &*state_->value : nullptr;
    }

    // Waits; nullptr when the deadline passes first.
    const T* wait_until(Deadline deadline) const
    {
        std::unique_lock lock{state_->mutex};
        state_->arrived.wait_until(lock, deadline,
                                   [this] { return state_->value.has_value(); });
        return state_->value ? &*state_->value : nullptr;
    }

    // Calls `use` with the value: at once when it is there, otherwise on the thread
    // that sets it. `use` must be short, must not wait and must not throw.
    void then(std::function<void(const T&)> use) const
    {
        {
            const std::lock_guard lock{state_->mutex};
            if (!state_->value) {
                state_->followers.push_back(std::move(use));
                return;
            }
        }
        use(*state_->value);
    }

private:
    friend class Promise<T>;

    struct State {
        std::mutex mutex;
        std::condition_variable arrived;
        std::optional<T> value;
        std::vector<std::function<void(const T&)>> followers;
    };

    explicit Future(std::shared_ptr<State> state) : state_{std::move(state)} {}

    std::shared_ptr<State> state_;
};

// The other end. Copyable; the first set() counts, later ones do nothing.
template <class T>
class Promise {
public:
    Future<T> future() const { return future_; }

    void set(T value) const
    {
        // Whoever waits may destroy this promise as soon as the value is there.
        const auto state = future_.state_;
        std::vector<std::function<void(const T&)>> followers;
        {
            const std::lock_guard lock{state->mutex};
            if (state->value)
                return;
            state->value.emplace(std::move(value));
            followers.swap(state->followers);
        }
        state->arrived.notify_all();
        for (const auto& use : followers)
            use(*state->value);
    }

private:
    Future<T> future_{std::make_shared<typename Future<T>::State>()};
};

} // namespace mailreeve
