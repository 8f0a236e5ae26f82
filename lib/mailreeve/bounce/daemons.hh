// Names under which mail systems write, and some people too: postmaster@ is read and
// answered by one.
#pragma once

#include <string_view>

namespace mailreeve::bounce {

// A local part, whatever its case and punctuation: mailer-daemon, post_master,
// Mail.Delivery.System.
bool is_daemon_name(std::string_view local);

// A From or Return-Path. A mail system writes of itself as it likes: "MAILER-DAEMON",
// "MAILER-DAEMON <>", "MAILER-DAEMON@host (Mail Delivery System)", nothing at all.
bool is_daemon(std::string_view from);

// Of these, the name that no person has.
bool is_mailer_daemon(std::string_view from);

} // namespace mailreeve::bounce
