#include "mailreeve/inspect/message_inspection.hh"

#include "mailreeve/inspect/attachment_inspection.hh"
#include "mailreeve/inspect/bounce_inspection.hh"
#include "mailreeve/rbl/first_seen.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::inspect {

namespace {

bool is_delayed(const rbl::ListFact& fact)
{
    return fact.list->action == rbl::Action::Delay &&
           std::holds_alternative<rbl::Listed>(fact.listing);
}

std::optional<mail::Domain> confirmed_name(const ClientFacts& client)
{
    if (!client.reverse || client.reverse->state != rdns::State::Confirmed)
        return std::nullopt;
    return mail::Domain::parse(client.reverse->name);
}

} // namespace

MessageInspection::MessageInspection(std::shared_ptr<ClientInspection> client,
                                     mail::Address sender, Origin origin)
    : client_{std::move(client)}, sender_{std::move(sender)}, origin_{origin}
{
    if (origin_ == Origin::Inbound && sender_.domain())
        sender_lists_ = client_->ask_lists(rbl::Subject::Sender, *sender_.domain());
}

ClientFacts MessageInspection::client_facts(Deadline deadline)
{
    if (origin_ != Origin::Inbound) {
        ClientFacts unasked;
        unasked.address = client_->client().address;
        return unasked;
    }
    auto facts = client_->facts(deadline);
    for (auto& fact : rbl::facts(sender_lists_, deadline))
        facts.lists.push_back(std::move(fact));
    return facts;
}

void MessageInspection::match_lists(Facts& facts, const mail::Address& recipient) const
{
    if (origin_ == Origin::Outbound)
        return;
    const auto name = confirmed_name(facts.client);
    trust::Lists::Parties parties{nullptr, nullptr, &sender_, &recipient};
    if (origin_ == Origin::Inbound) { // of a relay, the client says nothing
        parties.address = facts.client.address ? &*facts.client.address : nullptr;
        parties.confirmed_name = name ? &*name : nullptr;
    }
    facts.denied = client_->subjects().deny.match(parties);
    facts.allowed = client_->subjects().allow.match(parties);
}

Facts MessageInspection::facts(const Recipient& recipient, Deadline deadline)
{
    Facts facts;
    facts.origin = origin_;
    facts.client = client_facts(deadline);
    facts.to_role = is_role(recipient.address, client_->subjects().local);
    match_lists(facts, recipient.address);
    if (std::ranges::any_of(facts.client.lists, is_delayed)) {
        const auto& services = client_->services();
        facts.known_for = services.first_seen->age(
            {sender_.text(), recipient.address.text(), *facts.client.address},
            services.clock->wall());
    }
    return facts;
}

bool MessageInspection::wants_reading(const Recipient& recipient) const
{
    return wants_bounces(client_->subjects(), recipient, origin_);
}

const std::vector<AttachmentFact>&
MessageInspection::attachments_for(const mail::Address& whom)
{
    const auto& subjects = client_->subjects();
    const auto direction = origin_ == Origin::Outbound ? attachment::Direction::Outbound
                                                       : attachment::Direction::Inbound;
    auto asked = subjects.attachments.for_whom(direction, whom);
    const auto known = attachments_.find(asked);
    if (known != attachments_.end())
        return known->second;
    constexpr std::size_t most = 16; // sets of rules: an administrator has a few
    if (attachments_.size() >= most)
        attachments_.clear();
    return attachments_
        .emplace(std::move(asked), attachment_facts(subjects, *survey_, whom, origin_))
        .first->second;
}

Facts MessageInspection::final_facts(const Recipient& recipient, Deadline deadline)
{
    auto facts = this->facts(recipient, deadline);
    if (back_)
        facts.bounce = bounce_fact(client_->services(), client_->subjects(), *back_,
                                   recipient, origin_);
    if (survey_ != nullptr) {
        facts.attachments =
            attachments_for(origin_ == Origin::Outbound ? sender_ : recipient.address);
        facts.oddities = oddities(*survey_);
    }
    return facts;
}

} // namespace mailreeve::inspect
