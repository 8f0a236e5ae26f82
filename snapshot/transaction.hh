// One SMTP transaction under judgement: what the daemon and `mailreevectl explain`
// share.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/inspect/client_inspection.hh"
#include "mailreeve/inspect/facts.hh"
#include "mailreeve/mail/address.hh"
#include "policy/verdict.hh"
#include "snapshot/snapshot.hh"

#include <memory>
#include <string>
#include <vector>

namespace mailreeve::snapshot {

// Judged by one snapshot from its first to its last stage. One thread at a time.
class Transaction {
public:
    // At MAIL: starts the lookups on the sender's domain; waits for none.
    Transaction(std::shared_ptr<const Snapshot> snapshot,
                std::shared_ptr<inspect::ClientInspection> client, mail::Address sender,
                inspect::Origin origin);

    // At RCPT: judges the client for this recipient. Waits until `deadline` at most for
    // what is still being looked up; what has not come by then is unknown. Anything but
    // Defer and Reject means: go on, and the recipient takes part in end(). A Decision
    // that refuses is final for this recipient, who takes no further part.
    policy::Decision recipient(const mail::Address& recipient, Deadline deadline);

    // At the end of the message: the decision for each recipient that was let through,
    // in the order of RCPT, and the one for the whole message. Called once.
    struct End {
        std::vector<policy::Decision> recipients;
        policy::Decision message; // the strictest; refusals only when all agree
    };
    End end(Deadline deadline);

    const Snapshot& snapshot() const { return *snapshot_; }
    inspect::Origin origin() const { return origin_; }
    const mail::Address& sender() const { return sender_; }

    // "pass", "fail", ...; empty when reverse DNS was not asked for (RFC 8601 2.7.3).
    // After recipient() or end().
    std::string iprev() const;

private:
    inspect::Facts facts(const mail::Address& recipient, Deadline deadline);

    std::shared_ptr<const Snapshot> snapshot_;
    std::shared_ptr<inspect::ClientInspection> client_;
    mail::Address sender_;
    inspect::Origin origin_;
    std::vector<mail::Address> recipients_;
    std::vector<inspect::Facts> facts_;
};

} // namespace mailreeve::snapshot
