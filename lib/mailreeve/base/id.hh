// The id of a transaction: short enough to be read out on the telephone, unique
// across hosts.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve {

// 13 characters of Crockford's base 32 (no I, L, O, U), as 1B7K0Q2M9XW3T: the first
// seven count the seconds since 2020-01-01 (good for over a thousand years), so ids
// sort by time; the other six are 30 random bits.
class MAILREEVE_API Id {
public:
    // An id for `now`. Thread-safe. Throws std::system_error when the kernel gives no
    // random bytes.
    static Id make(WallTime now);

    // The same from given random bits: what make() is made of.
    static Id from(WallTime now, std::uint32_t random);

    // Nothing unless it is written as make() writes.
    static std::optional<Id> parse(std::string_view text);

    const std::string& text() const { return text_; }

    // When it was made, in whole seconds; WallTime::max() for one of a later time.
    WallTime time() const;

    bool operator==(const Id&) const = default;
    auto operator<=>(const Id&) const = default;

private:
    explicit Id(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

} // namespace mailreeve
