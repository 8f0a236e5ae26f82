// One SMTP transaction under judgement: what the daemon and `mailreevectl explain`
// share.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/inspect/message_inspection.hh"
#include "mailreeve/mail/address.hh"
#include "policy/decide.hh"
#include "snapshot/snapshot.hh"

#include <memory>
#include <string>
#include <utility>
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
    // Defer and Reject means: go on, and the recipient takes part in end(). A refusal
    // is final for this recipient, who takes no further part.
    policy::Decision recipient(const mail::Address& recipient, Deadline deadline);

    // Whether reading the whole message as a bounce could change a decision on any
    // recipient that was let through.
    bool wants_reading() const;

    // Whether by what was known at RCPT the score holds the message for anybody, so
    // that its bytes will be wanted.
    bool may_be_kept() const { return may_be_kept_; }

    // It has been read as one; before end().
    void came_back(bounce::Reading reading) { message_.came_back(std::move(reading)); }

    // What it brings has been looked at; before end(). Outlives this object.
    void brought(const attachment::Survey& survey) { message_.brought(survey); }

    // At the end of the message. At least one recipient must have been let through;
    // they stand in the outcome in their order. Findings and removals of a decision
    // that does the same as an earlier one are told there.
    policy::Ruling end(Deadline deadline, policy::Holding holding);

    const Snapshot& snapshot() const { return *snapshot_; }
    inspect::Origin origin() const { return message_.origin(); }
    const mail::Address& sender() const { return message_.sender(); }
    std::size_t recipients() const { return recipients_.size(); } // let through so far

    // Those let through so far, without a tag of ours; in their order.
    std::vector<inspect::Recipient> addressed() const;

    // The word of RFC 8601 2.7.3 for what was known last: "pass", "fail", ...; empty
    // when reverse DNS was not asked for, or not yet.
    const std::string& iprev() const { return iprev_; }

private:
    struct Recipient {
        inspect::Recipient whom;
        std::optional<policy::Verdict> withheld; // mode observe, at RCPT
    };

    policy::Decision judged(const inspect::Recipient& recipient, Deadline deadline);
    void note_iprev(const inspect::Facts& facts);
    const policy::Rules& rules_for(const mail::Address& recipient) const;

    std::shared_ptr<const Snapshot> snapshot_;
    inspect::MessageInspection message_;
    std::vector<Recipient> recipients_;
    std::string iprev_;
    bool may_be_kept_ = false;
};

} // namespace mailreeve::snapshot
