#include "snapshot/transaction.hh"

#include "policy/decide.hh"

#include <utility>

namespace mailreeve::snapshot {

namespace {

bool is_refused(const policy::Decision& decision)
{
    return policy::reply(decision.verdict) != nullptr;
}

} // namespace

Transaction::Transaction(std::shared_ptr<const Snapshot> snapshot,
                         std::shared_ptr<inspect::ClientInspection> client,
                         mail::Address sender, inspect::Origin origin)
    : snapshot_{std::move(snapshot)}, message_{std::move(client), std::move(sender),
                                               origin}
{
}

inspect::Facts Transaction::facts(const mail::Address& recipient, Deadline deadline)
{
    auto facts = message_.facts(recipient, deadline);
    if (facts.client.reverse)
        iprev_ = rdns::iprev(facts.client.reverse->state);
    return facts;
}

const policy::Rules& Transaction::rules_for(const mail::Address& recipient) const
{
    return snapshot_->rules_for(origin() == inspect::Origin::Outbound ? sender()
                                                                      : recipient);
}

policy::Decision Transaction::recipient(const mail::Address& recipient,
                                        Deadline deadline)
{
    auto decision =
        policy::decide_recipient(facts(recipient, deadline), rules_for(recipient));
    if (!is_refused(decision))
        recipients_.push_back({recipient, decision.withheld});
    return decision;
}

Transaction::End Transaction::end(Deadline deadline)
{
    End end;
    for (const auto& recipient : recipients_) {
        auto decision = policy::decide_message(facts(recipient.address, deadline),
                                               rules_for(recipient.address));
        if (recipient.withheld) // what RCPT would have refused never came to a score
            decision.withheld = recipient.withheld;
        end.recipients.push_back(std::move(decision));
    }
    end.message = policy::combine(end.recipients);
    return end;
}

} // namespace mailreeve::snapshot
