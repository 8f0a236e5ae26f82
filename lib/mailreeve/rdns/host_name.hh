// Which names a host on the Internet can have, among all that the DNS can hold.
#pragma once

#include "mailreeve/base/api.hh"

#include <string>
#include <string_view>

namespace mailreeve::rdns {

// Letters, digits, hyphens within labels, and the underscore that hosts do have; two
// labels at least, the last one not all digits; at most 253 characters, without a last
// dot. Nothing at or below the names that stand for no public host: localhost
// (localhost.anything too), local, invalid, onion, arpa (RFC 6761, 6762, 7686). A name
// in presentation form with an escape in it is none.
MAILREEVE_API bool is_host_name(std::string_view name);

// Fit for people and logs: what is not printable ASCII as \DDD (RFC 1035 5.1), cut
// after max_shown characters.
MAILREEVE_API std::string presentable(std::string_view name);

inline constexpr std::size_t max_shown = 1020; // 255 octets, each one escaped

} // namespace mailreeve::rdns
