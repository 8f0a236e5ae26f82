// What the client said beside the sender at MAIL (ESMTP parameters, RFC 3461, RFC
// 6152).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::milter {

// Those that matter to whoever changes the sender.
struct MailParameters {
    bool envelope_id = false; // ENVID= was there
    std::string ret;          // "RET=HDRS" as it came; empty: none
    std::string body;         // "BODY=8BITMIME"

    static MailParameters of(std::span<const std::string_view> words);

    bool operator==(const MailParameters&) const = default;
};

} // namespace mailreeve::milter
