// The envelope id (ENVID, RFC 3461 4.4) by which a bounce without any of our headers
// proves that its message was ours; it needs no ledger.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/check.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/bounce/nonce.hh"
#include "mailreeve/bounce/short_mac.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

inline constexpr std::size_t max_envelope_id = 100; // RFC 3461 4.4

struct EnvelopeId {
    std::string key_id;
    WallTime time; // whole seconds
    Nonce nonce{};
    ShortMac mac{};

    // "mr1.<key>.<time>.<nonce>.<mac>", exactly as text() writes it; xtext taken off,
    // which changes nothing in it.
    static std::optional<EnvelopeId> parse(std::string_view text);

    // At most 100 characters, letters, digits, ".", "-" and "_" alone: xtext as it is.
    std::string text() const;

    bool operator==(const EnvelopeId&) const = delete; // holds a MAC
};

// The sender is normalised() (bound.hh). Throws std::runtime_error when libcrypto
// fails.
MAILREEVE_API EnvelopeId make_envelope_id(const Key& key, WallTime now,
                                          const Nonce& nonce, std::string_view sender);

// Whether one of our keys made it for a message of that sender.
MAILREEVE_API Check verify(const EnvelopeId& id, std::string_view sender,
                           const KeyRing& ring, WallTime now,
                           std::chrono::seconds lifetime);

} // namespace mailreeve::bounce
