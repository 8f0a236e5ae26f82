// Bounces that were counted lately: one that comes again was counted already.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/bounce/ledger.hh"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>

namespace mailreeve::bounce {

struct CountedLimits {
    std::size_t bounces = 20'000; // some 150 bytes each; one more ousts the one that
                                  // has not come for longest
    // From one try to the next. Exim waits up to 6 h, sendmail and Postfix less.
    std::chrono::hours memory{12};
    // Of one bounce, then each counts: in 5 days, what others try for, Postfix comes
    // some 115 times (4000 s apart), sendmail 120 times (an hour).
    std::uint32_t repeats = 150;
};

// Thread-safe. Forgotten at the end of the process: then a bounce counts once more.
class MAILREEVE_API CountedBounces {
public:
    explicit CountedBounces(const CountedLimits& limits = {}) : limits_{limits} {}

    // The number that it was given, if it was counted and came a while ago at most.
    std::optional<std::uint32_t> number_of(const Nonce& nonce,
                                           const MessageHash& bounce, Deadline now);

    void counted(const Nonce& nonce, const MessageHash& bounce, std::uint32_t number,
                 Deadline now);

    std::size_t size() const;

private:
    struct Key {
        Nonce nonce{};
        MessageHash bounce{};
        auto operator<=>(const Key&) const = default;
    };
    struct Bounce {
        Key key;
        std::uint32_t number = 0;
        std::uint32_t repeats = 0;
        Deadline came;
    };
    using Bounces = std::list<Bounce>; // the one that came last comes first
    struct State {
        Bounces bounces;
        std::map<Key, Bounces::iterator> index;
    };

    static void forget_oldest(State& state);

    CountedLimits limits_;
    Guarded<State> state_;
};

} // namespace mailreeve::bounce
