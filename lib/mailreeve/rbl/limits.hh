// Bounds of what is remembered about lists and about mail that is delayed.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"

#include <chrono>
#include <cstddef>

namespace mailreeve::rbl {

// When a list counts as silent.
struct MAILREEVE_API HealthLimits {
    int silent_after = 5; // questions in a row without an answer, or as many open ones
    std::chrono::milliseconds overdue{1500};      // that are older than this
    std::chrono::milliseconds probe_every{5000};  // a silent list, one question
    std::chrono::milliseconds tell_every{60'000}; // of the same trouble of one list

    static config::Fields<HealthLimits> fields();
    bool operator==(const HealthLimits&) const = default;
};

// What the action `delay` remembers.
struct MAILREEVE_API FirstSeenLimits {
    std::size_t rows = 50'000; // some 300 bytes each; beyond it the least used go
    std::chrono::hours keep = std::chrono::days{35}; // after the last use: a list or a
                                                     // statement that comes monthly

    static config::Fields<FirstSeenLimits> fields();
    bool operator==(const FirstSeenLimits&) const = default;
};

} // namespace mailreeve::rbl
