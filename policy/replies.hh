// The words in which clients are refused (RFC 5321, RFC 3463, RFC 7372). They hold
// nothing that a client or a list could have written, but for its address.
#pragma once

#include "mailreeve/inspect/facts.hh"
#include "policy/verdict.hh"

#include <chrono>
#include <string>
#include <string_view>

namespace mailreeve::policy {

// The same reason, for an action that defers and one that rejects.
struct Wording {
    Reply deferral;
    Reply rejection;
};

// 451 4.7.1 Access temporarily denied. Example Ltd requires you to have valid reverse
// DNS PTR record in order to send mail from [192.0.2.7]
Wording reverse_dns_wording(const std::string& organization,
                            const inspect::ClientFacts& client);

Wording dynamic_wording(const std::string& organization,
                        const inspect::ClientFacts& client);
Wording helo_wording(const std::string& organization, std::string_view symbol);
Wording list_wording(const rbl::ListFact& fact);

Reply delayed(const rbl::ListFact& fact, std::chrono::seconds still);
Reply lookup_failed(const inspect::ClientFacts& client);
Reply denial(const std::string& organization, const inspect::Facts& facts);
Reply refused_as_spam(const std::string& organization, score::Points score);
Reply refused_bounce(const std::string& organization);

// To a sender of ours, who is told which file it was, in printable ASCII.
Reply refused_attachment(const std::string& organization,
                         const inspect::AttachmentFact& fact);

} // namespace mailreeve::policy
