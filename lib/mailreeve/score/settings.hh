// The `scoring` section, and points as values of a configuration.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/limit.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/score/finding.hh"

namespace mailreeve::config {

template <>
struct MAILREEVE_API Value<score::Points> {
    static std::optional<score::Points> parse(std::string_view text);
    static std::string print(score::Points value) { return value.text(); }
    static std::string_view kind() { return "a number of points such as 5 or -2.5"; }
    static std::string problem(std::string_view text);
};

// between(Points, Points)
template <>
struct Number<score::Points> {
    static constexpr std::int64_t of(score::Points value) { return value.hundredths(); }
    static constexpr score::Points back(std::int64_t number)
    {
        return score::Points::hundredths(static_cast<int>(number));
    }
};

template <>
struct MAILREEVE_API Schema<score::Thresholds> {
    static Fields<score::Thresholds> fields();
    // From `surespam` on is above from `spam` on.
    static void check(const score::Thresholds& thresholds, const Node& written,
                      Diagnostics& diagnostics);
};

} // namespace mailreeve::config
