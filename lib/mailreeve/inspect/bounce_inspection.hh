// One message that came back, held against keys and ledger for each recipient.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/inquiry.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/inspect/client.hh"
#include "mailreeve/inspect/facts.hh"
#include "mailreeve/inspect/recipient.hh"
#include "mailreeve/inspect/services.hh"
#include "mailreeve/inspect/subjects.hh"

#include <optional>
#include <utility>

namespace mailreeve::inspect {

// Whether a message for this recipient is to be read as a bounce, if it looks like one.
MAILREEVE_API bool wants_bounces(const Subjects& subjects, const Recipient& recipient,
                                 Origin origin);

// A message that came back, and what the ledger said of it so far.
struct CameBack {
    explicit CameBack(bounce::Reading read) : reading{std::move(read)} {}

    bounce::Reading reading;
    bounce::Inquiry inquiry{reading};
};

// The bounce for a recipient. Nothing where bounces are not judged: other domains than
// ours, mode off. Counts it, in the storm of its recipient and against the limit of its
// message, so ask once a recipient. Waits for the ledger, the first time.
MAILREEVE_API std::optional<BounceFact>
bounce_fact(const Services& services, const Subjects& subjects, CameBack& back,
            const Recipient& recipient, Origin origin);

// Whether keys and ledger could be asked about it: a disk of ours that fails, or a ring
// without keys, says nothing of the bounce.
MAILREEVE_API bool is_answered(const bounce::Judgement& judgement);

} // namespace mailreeve::inspect
