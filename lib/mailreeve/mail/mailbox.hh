// The addresses of a From, To, Cc or Reply-To field (RFC 5322 3.4).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mail {

struct Mailbox {
    std::string name; // what a reader shows, encoded words read; may be empty
    Address address;

    bool operator==(const Mailbox&) const = default;
};

struct MailboxList {
    std::vector<Mailbox> mailboxes;
    bool malformed = false; // something in it was no mailbox, or two in one
    bool truncated = false; // there were more than the limit

    bool operator==(const MailboxList&) const = default;
};

inline constexpr std::size_t max_mailboxes = 100;

// The mailboxes of a raw value, those inside groups too. What is no mailbox is left
// out and makes the list malformed. Work grows with the length of the value only.
MAILREEVE_API MailboxList mailboxes(std::string_view value,
                                    std::size_t limit = max_mailboxes);

} // namespace mailreeve::mail
