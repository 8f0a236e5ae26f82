// Messages on which we failed before: a fault of ours must not keep one out for ever.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"

#include <chrono>
#include <cstddef>
#include <map>
#include <string_view>

namespace mailreeve::milter {

// 4xx twice; the third time the message is taken in unjudged, and held. Thread-safe.
class Poison {
public:
    static constexpr std::size_t max_keys = 1000; // the oldest makes room
    static constexpr std::chrono::hours remembered{7 *
                                                   24}; // an MTA tries for five days
    static constexpr int strikes = 3;

    // `clock` must outlive it.
    explicit Poison(const Clock& clock) : clock_{clock} {}

    // Notes that we failed on it. True when that was the last strike: hold it.
    bool strike(std::string_view key);

    // It went well after all.
    void forget(std::string_view key);

    std::size_t size() const;

private:
    struct Failure {
        int count = 0;
        Deadline first;
    };
    using Failures = std::map<std::size_t, Failure>; // by the hash of the key

    void make_room(Failures& failures) const;

    const Clock& clock_;
    Guarded<Failures> failures_;
};

} // namespace mailreeve::milter
