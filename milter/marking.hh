// Stamps on what leaves: whose mail gets them, and how the MTA is told.
#pragma once

#include "mailreeve/base/id.hh"
#include "mailreeve/bounce/stamper.hh"
#include "mailreeve/inspect/recipient.hh"
#include "milter/collected_headers.hh"
#include "milter/connection.hh"
#include "milter/mail_parameters.hh"
#include "milter/mta.hh"
#include "snapshot/settings.hh"

#include <string>
#include <vector>

namespace mailreeve::milter {

// A message at its end. Refers to what it is made from.
struct Leaving {
    const snapshot::Settings& settings;
    const mail::Address& sender;
    const CollectedHeaders& headers;
    const Connection& connection;
    const MailParameters& parameters;
    const Id& id;
    std::string host; // for a Message-ID, where there is none
};

// Only for senders in our own domains: others' mail passes here too, and must not carry
// our word.
bool gets_marks(const Leaving& leaving);

// Whether the MTA lets us stamp it, and take off what came as a stamp.
bool can_be_marked(const Leaving& leaving);

// What the marks are made for.
bounce::Outgoing outgoing(const Leaving& leaving,
                          const std::vector<inspect::Recipient>& recipients,
                          const std::string& queue_id);

// Takes stamps off that came with it, adds ours on top, a Message-ID where there is
// none, and changes the envelope, but in mode observe. Returns what the MTA would not
// have done, and we left out. It can_be_marked(). Throws MtaFailed.
std::string add_marks(const Leaving& leaving, const bounce::Marks& marks, Mta& mta);

} // namespace mailreeve::milter
