#include "snapshot/transaction.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::snapshot {

namespace {

bool is_refused(const policy::Decision& decision)
{
    return policy::reply(decision.verdict) != nullptr;
}

bool does_the_same(const policy::Decision& one, const policy::Decision& other)
{
    return one.verdict == other.verdict && one.withheld == other.withheld &&
           one.level == other.level && one.removals == other.removals;
}

// What is decided alike for many is told with the first of them: a message may have a
// thousand recipients, and a thousand files that something is to be said of.
class Decisions {
public:
    void add(policy::Decision decision)
    {
        const bool is_told = std::ranges::any_of(told_, [&](std::size_t earlier) {
            return does_the_same(all_[earlier], decision);
        });
        if (is_told) {
            decision.findings.clear();
            decision.removals.clear();
        } else {
            told_.push_back(all_.size());
        }
        all_.push_back(std::move(decision));
    }

    std::vector<policy::Decision> take() { return std::move(all_); }

private:
    std::vector<policy::Decision> all_;
    std::vector<std::size_t> told_; // those with all of it
};

} // namespace

Transaction::Transaction(std::shared_ptr<const Snapshot> snapshot,
                         std::shared_ptr<inspect::ClientInspection> client,
                         mail::Address sender, inspect::Origin origin)
    : snapshot_{std::move(snapshot)}, message_{std::move(client), std::move(sender),
                                               origin}
{
}

void Transaction::note_iprev(const inspect::Facts& facts)
{
    if (facts.client.reverse)
        iprev_ = rdns::iprev(facts.client.reverse->state);
}

const policy::Rules& Transaction::rules_for(const mail::Address& recipient) const
{
    return snapshot_->rules_for(origin() == inspect::Origin::Outbound ? sender()
                                                                      : recipient);
}

policy::Decision Transaction::recipient(const mail::Address& recipient,
                                        Deadline deadline)
{
    auto whom = snapshot_->addressed(recipient);
    const auto facts = message_.facts(whom, deadline);
    note_iprev(facts);
    auto decision = policy::decide_recipient(facts, rules_for(whom.address));
    if (is_refused(decision))
        return decision;
    const auto then = policy::decide_message(facts, rules_for(whom.address)).verdict;
    may_be_kept_ =
        may_be_kept_ || policy::is_held(then) || policy::reply(then) != nullptr;
    recipients_.push_back({std::move(whom), decision.withheld});
    return decision;
}

bool Transaction::wants_reading() const
{
    return std::ranges::any_of(recipients_, [this](const Recipient& recipient) {
        return message_.wants_reading(recipient.whom);
    });
}

std::vector<inspect::Recipient> Transaction::addressed() const
{
    std::vector<inspect::Recipient> all;
    for (const auto& recipient : recipients_)
        all.push_back(recipient.whom);
    return all;
}

policy::Decision Transaction::judged(const inspect::Recipient& recipient,
                                     Deadline deadline)
{
    const auto facts = message_.final_facts(recipient, deadline);
    note_iprev(facts);
    return policy::decide_message(facts, rules_for(recipient.address));
}

policy::Ruling Transaction::end(Deadline deadline, policy::Holding holding)
{
    Decisions decisions;
    for (const auto& recipient : recipients_) {
        auto decision = judged(recipient.whom, deadline);
        if (recipient.withheld) // what RCPT would have refused never came to a score
            decision.withheld = recipient.withheld;
        decisions.add(std::move(decision));
    }
    return policy::combine(decisions.take(), holding);
}

} // namespace mailreeve::snapshot
