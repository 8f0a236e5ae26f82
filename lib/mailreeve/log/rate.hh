// Saying the same thing once a minute, not once a message.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::log {

// Thread-safe.
class MAILREEVE_API Rate {
public:
    static constexpr std::size_t default_keys = 1024;

    // `clock` must outlive it.
    explicit Rate(const Clock& clock,
                  std::chrono::seconds every = std::chrono::seconds{60},
                  std::size_t max_keys = default_keys);

    // Whether what `key` stands for may be said now: nothing when it was said less
    // than `every` ago, otherwise how often it was held back since. When there are
    // `max_keys` keys younger than that, a further one has to wait until one ages.
    std::optional<std::uint64_t> allows(std::string_view key);

private:
    struct Said {
        Deadline at;
        std::uint64_t held_back = 0;
    };

    bool make_room(Deadline now);

    const Clock& clock_;
    const std::chrono::seconds every_;
    const std::size_t max_keys_;

    std::mutex mutex_;
    std::map<std::string, Said, std::less<>> said_;
    Deadline full_until_ = Deadline::min(); // no key ages before
};

} // namespace mailreeve::log
