// What a message brings, held against the rules for each recipient.
#pragma once

#include "mailreeve/attachment/survey.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/inspect/facts.hh"
#include "mailreeve/inspect/subjects.hh"
#include "mailreeve/mail/address.hh"

#include <string>
#include <vector>

namespace mailreeve::inspect {

// What any rule asks for, in the order of the message; what concerns all of it comes
// first. `whom` is the recipient of inbound mail, the sender of outbound mail.
MAILREEVE_API std::vector<AttachmentFact>
attachment_facts(const Subjects& subjects, const attachment::Survey& survey,
                 const mail::Address& whom, Origin origin);

// What readers differ on, where that hides nothing: each word once.
MAILREEVE_API std::vector<std::string> oddities(const attachment::Survey& survey);

} // namespace mailreeve::inspect
