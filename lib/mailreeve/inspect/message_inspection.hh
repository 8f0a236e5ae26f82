// The lookups on one transaction, beside those on its connection.
#pragma once

#include "mailreeve/attachment/survey.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/inspect/bounce_inspection.hh"
#include "mailreeve/inspect/client_inspection.hh"
#include "mailreeve/inspect/facts.hh"
#include "mailreeve/inspect/recipient.hh"
#include "mailreeve/mail/address.hh"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace mailreeve::inspect {

// One thread at a time; may be destroyed while answers are out.
class MAILREEVE_API MessageInspection {
public:
    // At MAIL: starts the lists on the sender's domain; waits for none.
    MessageInspection(std::shared_ptr<ClientInspection> client, mail::Address sender,
                      Origin origin);

    // Everything known of the message for this recipient by `deadline`. The first
    // question of a sender, recipient and network that a list delays is remembered.
    Facts facts(const Recipient& recipient, Deadline deadline);

    // At the end of the message: the same, and what it is worth as a bounce, if it is
    // one. Waits for the ledger, too. Once a recipient: a bounce is counted.
    Facts final_facts(const Recipient& recipient, Deadline deadline);

    // The whole message has been seen, and read as a bounce.
    void came_back(bounce::Reading reading) { back_.emplace(std::move(reading)); }

    // What it brings, which must outlive this object.
    void brought(const attachment::Survey& survey)
    {
        survey_ = &survey;
        attachments_.clear();
    }

    // Whether reading it as a bounce would change anything.
    bool wants_reading(const Recipient& recipient) const;

    const mail::Address& sender() const { return sender_; }
    Origin origin() const { return origin_; }

private:
    ClientFacts client_facts(Deadline deadline);
    void match_lists(Facts& facts, const mail::Address& recipient) const;
    const std::vector<AttachmentFact>& attachments_for(const mail::Address& whom);

    std::shared_ptr<ClientInspection> client_;
    mail::Address sender_;
    Origin origin_;
    std::vector<rbl::Inquiry> sender_lists_;
    std::optional<CameBack> back_;
    const attachment::Survey* survey_ = nullptr;
    // By the rules that were asked: the files of a message are judged once for all who
    // have the same, not for each of ten thousand recipients.
    std::map<std::vector<bool>, std::vector<AttachmentFact>> attachments_;
};

} // namespace mailreeve::inspect
