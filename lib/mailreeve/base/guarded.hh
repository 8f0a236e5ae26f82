// A value that threads share, reachable only while its lock is held.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace mailreeve {

// Guarded<Map> map; map.with([](Map& m) { ... });  The reference that `with` hands
// out must not leave the function.
template <class T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_{std::move(value)} {}

    template <class Use>
    auto with(const Use& use)
    {
        const std::lock_guard lock{mutex_};
        return use(value_);
    }

    template <class Use>
    auto with(const Use& use) const
    {
        const std::lock_guard lock{mutex_};
        return use(value_);
    }

    T copy() const
    {
        const std::lock_guard lock{mutex_};
        return value_;
    }

    // Returns what was there before.
    T exchange(T value)
    {
        const std::lock_guard lock{mutex_};
        return std::exchange(value_, std::move(value));
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

} // namespace mailreeve
