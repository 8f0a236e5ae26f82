// The envelope of a message in a file, as far as its header tells: what the last MTA
// wrote of it comes before what the message says of itself.
#pragma once

#include "mailreeve/inspect/settings.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/mail/header_field.hh"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

// Without a domain of our own, as without a configuration, nothing tells them apart.
bool is_ours(const inspect::Local& local, const mail::Domain& domain);

// Return-Path, or the line that an mbox puts in front; nothing where neither is there.
// Empty: the null sender.
std::optional<std::string> told_sender(const std::vector<mail::HeaderField>& header,
                                       std::string_view text);

// The first address in X-Original-To, Delivered-To, Envelope-To and To that is one of
// ours, or else the first at all.
std::optional<mail::Address>
told_recipient(const std::vector<mail::HeaderField>& header,
               const inspect::Local& local);

} // namespace mailreeve::ctl
