// What the client said beside the sender at MAIL (ESMTP parameters, RFC 3461, RFC
// 6152).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailreeve::milter {

// Those that matter to whoever changes the sender.
struct MailParameters {
    // As they came, "RET=HDRS"; empty: not given.
    std::string envelope_id;
    std::string ret;
    std::string body;
    std::string utf8; // SMTPUTF8 (RFC 6531)

    static MailParameters of(std::span<const std::string_view> words);

    bool operator==(const MailParameters&) const = default;
};

} // namespace mailreeve::milter
