#include "mailreeve/rbl/inquiry.hh"

#include <algorithm>

namespace mailreeve::rbl {

const Listing* Inquiry::State::known() const
{
    if (remembered)
        return &*remembered;
    return listing ? listing->future().peek() : nullptr;
}

ListFact Inquiry::fact() const
{
    ListFact fact{state_->list, state_->subject, state_->asked, Unusable::NoAnswer};
    if (state_->admission != Admission::Wait)
        fact.listing = Unusable::NotWaitedFor;
    if (const auto* listing = state_->known())
        fact.listing = *listing;
    auto* const listed = std::get_if<Listed>(&fact.listing);
    if (listed != nullptr && state_->evidence)
        if (const auto* words = state_->evidence->future().peek())
            listed->evidence = *words;
    return fact;
}

ListFact Inquiry::fact(Deadline deadline) const
{
    if (state_->admission == Admission::Wait && !state_->remembered)
        wait(deadline);
    return fact();
}

void Inquiry::wait(Deadline deadline) const
{
    const auto listing = state_->listing->future();
    const auto look_at = std::min(deadline, state_->overdue);
    if (listing.wait_until(look_at) != nullptr)
        return;
    state_->health->look(*state_->list);
    // Whoever came late and hardly waited has learned nothing of the list.
    if (listing.wait_until(deadline) == nullptr && deadline >= state_->overdue)
        state_->health->unanswered(state_->question, *state_->list);
}

void Inquiry::wait_evidence(Deadline deadline) const
{
    const auto* listing = state_->known();
    if (listing != nullptr && std::holds_alternative<Listed>(*listing) &&
        state_->evidence)
        (void)state_->evidence->future().wait_until(deadline);
}

std::vector<ListFact> facts(const std::vector<Inquiry>& inquiries, Deadline deadline)
{
    std::vector<ListFact> all;
    all.reserve(inquiries.size());
    for (const auto& inquiry : inquiries)
        all.push_back(inquiry.fact(deadline));
    return all;
}

} // namespace mailreeve::rbl
