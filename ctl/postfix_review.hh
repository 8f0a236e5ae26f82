// What is wrong between Postfix's configuration and ours. Pure.
#pragma once

#include "ctl/postfix.hh"
#include "ctl/remark.hh"
#include "snapshot/listen_address.hh"

#include <chrono>
#include <optional>
#include <string_view>

namespace mailreeve::ctl {

// What of our configuration meets Postfix's.
struct Ours {
    snapshot::ListenAddress listen;
    std::chrono::milliseconds budget{4000}; // how long one command may wait for the DNS
    bool strips = false;                    // attachments are taken out of messages
};

// In the order of importance; every subject is told, also what is well.
Remarks review(const Postfix& postfix, const Ours& ours);

// 30s, 5m, 1h, 1d, 1w; a number alone counts seconds. Nothing for anything else.
std::optional<std::chrono::seconds> parse_postfix_time(std::string_view text);

} // namespace mailreeve::ctl
