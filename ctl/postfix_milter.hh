// The milters that a Postfix parameter names, and whether one of them is ours.
#pragma once

#include "ctl/postfix.hh"
#include "snapshot/listen_address.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

// One item of smtpd_milters: inet:127.0.0.1:8891, or
// { unix:mailreeve/milter.sock, default_action=tempfail }
struct PostfixMilter {
    std::string endpoint;
    Parameters attributes;

    bool operator==(const PostfixMilter&) const = default;
};

std::vector<PostfixMilter> parse_milters(std::string_view text);

enum class Leads {
    Here,
    Elsewhere,
    Astray, // to our socket's name, but not where Postfix would look for it
};

// Where Postfix looks for unix sockets.
struct PostfixView {
    std::string queue_directory = "/var/spool/postfix";
    bool chroot = false;
};

Leads leads(const PostfixMilter& milter, const snapshot::ListenAddress& ours,
            const PostfixView& view);

// The path that a unix: endpoint means, as the host sees it.
std::string seen_from_outside(std::string_view path, const PostfixView& view);

} // namespace mailreeve::ctl
