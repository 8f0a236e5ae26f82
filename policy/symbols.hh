// The symbols of findings that are not an administrator's to name. mailreeve-policy(7)
// documents each; a test finds every one of them there.
#pragma once

#include <array>
#include <string_view>

namespace mailreeve::policy::symbols {

inline constexpr std::string_view rdns_missing = "RDNS_MISSING";
inline constexpr std::string_view rdns_unconfirmed = "RDNS_UNCONFIRMED";
inline constexpr std::string_view rdns_invalid = "RDNS_INVALID";
inline constexpr std::string_view rdns_unknown = "RDNS_UNKNOWN";
inline constexpr std::string_view rdns_dynamic = "RDNS_DYNAMIC";
inline constexpr std::string_view helo_not_fqdn = "HELO_NOT_FQDN";
inline constexpr std::string_view helo_literal_wrong = "HELO_LITERAL_WRONG";
inline constexpr std::string_view helo_own_name = "HELO_OWN_NAME";
inline constexpr std::string_view helo_unresolvable = "HELO_UNRESOLVABLE";
inline constexpr std::string_view helo_mismatch = "HELO_MISMATCH";
inline constexpr std::string_view helo_unknown = "HELO_UNKNOWN";
inline constexpr std::string_view denied_network = "DENIED_NETWORK";
inline constexpr std::string_view denied_client = "DENIED_CLIENT";
inline constexpr std::string_view denied_sender = "DENIED_SENDER";
inline constexpr std::string_view allowed_network = "ALLOWED_NETWORK";
inline constexpr std::string_view allowed_client = "ALLOWED_CLIENT";
inline constexpr std::string_view allowed_sender = "ALLOWED_SENDER";
inline constexpr std::string_view allowed_recipient = "ALLOWED_RECIPIENT";
inline constexpr std::string_view bounce_valid = "BOUNCE_VALID";
inline constexpr std::string_view bounce_forwarded = "BOUNCE_FORWARDED";
inline constexpr std::string_view bounce_expired = "BOUNCE_EXPIRED";
inline constexpr std::string_view bounce_replayed = "BOUNCE_REPLAYED";
inline constexpr std::string_view bounce_invalid = "BOUNCE_INVALID";
inline constexpr std::string_view bounce_unverifiable = "BOUNCE_UNVERIFIABLE";
inline constexpr std::string_view bounce_never_sends = "BOUNCE_NEVER_SENDS";
inline constexpr std::string_view attachment_denied = "ATTACHMENT_DENIED";
inline constexpr std::string_view attachment_reported = "ATTACHMENT_REPORTED";
inline constexpr std::string_view attachment_encrypted = "ATTACHMENT_ENCRYPTED";
inline constexpr std::string_view attachment_ambiguous = "ATTACHMENT_AMBIGUOUS";
inline constexpr std::string_view attachment_unjudged = "ATTACHMENT_UNJUDGED";
inline constexpr std::string_view mime_odd = "MIME_ODD";

inline constexpr std::array all{
    rdns_missing,
    rdns_unconfirmed,
    rdns_invalid,
    rdns_unknown,
    rdns_dynamic,
    helo_not_fqdn,
    helo_literal_wrong,
    helo_own_name,
    helo_unresolvable,
    helo_mismatch,
    helo_unknown,
    denied_network,
    denied_client,
    denied_sender,
    allowed_network,
    allowed_client,
    allowed_sender,
    allowed_recipient,
    bounce_valid,
    bounce_forwarded,
    bounce_expired,
    bounce_replayed,
    bounce_invalid,
    bounce_unverifiable,
    bounce_never_sends,
    attachment_denied,
    attachment_reported,
    attachment_encrypted,
    attachment_ambiguous,
    attachment_unjudged,
    mime_odd,
};

} // namespace mailreeve::policy::symbols
