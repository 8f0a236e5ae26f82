// Envelope senders that prove their own bounces (BATV, draft-levine-smtp-batv-01).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/bounce/check.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/mail/address.hh"

#include <chrono>
#include <cstddef>
#include <optional>

namespace mailreeve::bounce {

enum class BatvForm {
    None,
    SubAddress, // local+prvs=TAG@domain: stays a known recipient behind a backup MX
    Prvs,       // prvs=TAG=local@domain
};

inline constexpr std::chrono::days batv_lifetime{8};
inline constexpr std::size_t max_tagged_local = 64; // RFC 5321 4.5.3.1.1

// The address with a tag that expires in eight days; the delimiter
// (is_sub_address_delimiter) is that of the domain's sub-addresses. Nothing when the
// form is None, the address is null, not well formed or has no domain, it carries a tag
// already or would not come out of untag() as it was, or its local part would grow
// beyond 64 octets.
MAILREEVE_API std::optional<mail::Address> tagged(const Key& key, WallTime now,
                                                  const mail::Address& address,
                                                  BatvForm form, char delimiter = '+');

struct Untagged {
    mail::Address address;       // without the tag; its local part otherwise as it came
    Check check = Check::Forged; // 24 bits of MAC: a forger needs millions of tries
};

// Nothing when there is no tag of our two forms, whoever made it. UnknownKey only when
// the ring is empty: a tag does not tell its key.
MAILREEVE_API std::optional<Untagged> untag(const mail::Address& recipient,
                                            const KeyRing& ring, WallTime now);

} // namespace mailreeve::bounce
