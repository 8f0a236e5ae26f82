// What a configuration wants looked at, ready to be asked.
#pragma once

#include "mailreeve/attachment/rule_set.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/settings.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/inspect/settings.hh"
#include "mailreeve/mail/address.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "mailreeve/rdns/settings.hh"
#include "mailreeve/trust/lists.hh"

#include <vector>

namespace mailreeve::inspect {

// Immutable once made, so thread-safe; shared by all inspections of one snapshot.
struct Subjects {
    Local local;
    std::vector<mail::Domain> own; // our hostname and local.domains
    rdns::Settings reverse_dns;
    rbl::Lists lists;
    trust::Lists allow;
    trust::Lists deny;
    bounce::Settings bounces;
    attachment::RuleSet attachments{attachment::Settings{}};
    mail::AddressSet never_sends; // of bounces
    unsigned queries = 100;       // to the DNS, for one connection or message
};

// Who the client is to us as far as shows at connect: authentication may still make its
// mail outbound.
MAILREEVE_API Origin origin(const Client& client, const Local& local);

// The same at MAIL, when all is known.
MAILREEVE_API Origin origin(const Client& client, const Submission& submission,
                            const Local& local);

// postmaster@ or abuse@ of our domains, or without a domain.
MAILREEVE_API bool is_role(const mail::Address& recipient, const Local& local);

} // namespace mailreeve::inspect
