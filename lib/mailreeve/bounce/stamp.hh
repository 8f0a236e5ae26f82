// The header field by which a bounce proves that its message was ours.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/check.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/nonce.hh"
#include "mailreeve/bounce/short_mac.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

inline constexpr std::size_t max_stamp_value = 1024; // the white space of folding too

struct Stamp {
    std::string key_id;
    WallTime time; // whole seconds
    Nonce nonce{};
    ShortMac mac{};

    // "v=1; k=1a2b3c4d; t=1793000000; n=...; m=..." from a raw value. White space, and
    // so folding, may stand before and after each tag and its value; all else is as
    // text() writes it. Two values that parse to the same stamp differ in white space
    // alone.
    static std::optional<Stamp> parse(std::string_view value);

    // On one line.
    std::string text() const;

    bool operator==(const Stamp&) const = delete; // holds a MAC
};

// Throws std::runtime_error when libcrypto fails.
MAILREEVE_API Stamp make_stamp(const Key& key, WallTime now, const Nonce& nonce,
                               const Bound& bound);

// Whether one of our keys made the stamp for just that sender, author and message.
MAILREEVE_API Check verify(const Stamp& stamp, const Bound& bound, const KeyRing& ring,
                           WallTime now, std::chrono::seconds lifetime);

} // namespace mailreeve::bounce
