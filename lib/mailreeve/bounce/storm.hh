// Whether bounces pour in for one recipient: then somebody forges his address.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/mail/address.hh"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mailreeve::bounce {

struct StormLimits {
    std::uint32_t per_minute = 20;   // bounces to one recipient; more is a storm
    std::size_t recipients = 10'000; // that are counted; one more ousts the one that
                                     // has been quiet for longest
};

// Thread-safe. A recipient costs the same memory in any storm: some 200 bytes.
class MAILREEVE_API Storm {
public:
    explicit Storm(const StormLimits& limits = {}) : limits_{limits} {}

    // Counts a bounce, and says whether more than per_minute have come within a minute;
    // it says so up to slice longer. Tags of BATV and case make no other recipient.
    bool note(const mail::Address& recipient, Deadline now);

    std::size_t size() const; // recipients that are counted

    static constexpr std::chrono::seconds slice{5};

private:
    // A minute in slices and the one that has begun.
    static constexpr std::size_t slices = 13;

    struct Count {
        std::string recipient;
        std::int64_t newest = 0; // number of the newest slice
        std::array<std::uint32_t, slices> bounces{};
    };
    using Counts = std::list<Count>; // the one noted last comes first
    struct State {
        Counts counts;
        std::unordered_map<std::string_view, Counts::iterator> index; // into counts
    };

    Count& touch(State& state, const std::string& recipient) const;
    static std::uint64_t add(Count& count, std::int64_t present);

    StormLimits limits_;
    Guarded<State> state_;
};

} // namespace mailreeve::bounce
