#include "snapshot/snapshot.hh"

#include "mailreeve/bounce/batv.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::snapshot {

namespace {

policy::Rules general_rules(const Settings& settings)
{
    policy::Rules rules;
    rules.mode = settings.mode;
    rules.organization = speaker(settings);
    rules.scoring = settings.scoring;
    rules.actions = settings.actions;
    rules.spam_tag = settings.tags.spam;
    rules.surespam_tag = settings.tags.surespam;
    rules.reverse_dns = settings.reverse_dns;
    rules.helo = settings.helo;
    rules.bounces = settings.bounces.outcomes;
    if (settings.attachments.signed_mail == attachment::Signed::Pass)
        rules.attachments.signed_parts = policy::AttachmentRules::Signed::Pass;
    if (settings.attachments.outbound == attachment::Outbound::Same)
        rules.attachments.outbound = policy::AttachmentRules::Outbound::Same;
    rules.allow_limit = settings.rbl.allow_limit;
    return rules;
}

policy::Rules overridden(policy::Rules rules, const Override& other)
{
    rules.scoring.spam = other.scoring.spam.value_or(rules.scoring.spam);
    rules.scoring.surespam = other.scoring.surespam.value_or(rules.scoring.surespam);
    rules.actions.spam = other.actions.spam.value_or(rules.actions.spam);
    rules.actions.surespam = other.actions.surespam.value_or(rules.actions.surespam);
    return rules;
}

mail::AddressSet set_of(const std::vector<mail::AddressPattern>& patterns)
{
    mail::AddressSet set;
    for (const auto& pattern : patterns)
        set.insert(pattern);
    return set;
}

std::vector<mail::Domain> own_names(const Settings& settings)
{
    auto own = settings.local.domains;
    if (auto hostname = mail::Domain::parse(settings.hostname))
        own.push_back(std::move(*hostname));
    return own;
}

std::shared_ptr<const inspect::Subjects> subjects_of(const Settings& settings,
                                                     rbl::Lists lists)
{
    inspect::Subjects subjects;
    subjects.local = settings.local;
    subjects.own = own_names(settings);
    subjects.reverse_dns = settings.reverse_dns;
    subjects.lists = std::move(lists);
    subjects.bounces = settings.bounces;
    subjects.attachments = attachment::RuleSet{settings.attachments};
    for (const auto& pattern : settings.bounces.never_sends)
        subjects.never_sends.insert(pattern);
    subjects.allow = trust::Lists{settings.allow};
    subjects.deny = trust::Lists{settings.deny};
    subjects.queries = settings.dns.per_message;
    return std::make_shared<const inspect::Subjects>(std::move(subjects));
}

} // namespace

// What the MTA calls itself is not known before it connects.
std::string speaker(const Settings& settings)
{
    if (!settings.organization.empty())
        return settings.organization;
    return settings.hostname.empty() ? "This mail server" : settings.hostname;
}

Snapshot::Snapshot(Settings settings, rbl::Lists lists, std::uint64_t generation,
                   const inspect::Services& services)
    : settings_{std::move(settings)}, generation_{generation}, services_{services},
      subjects_{subjects_of(settings_, std::move(lists))}, rules_{
                                                               general_rules(settings_)}
{
    for (const auto& item : settings_.overrides)
        overrides_.push_back({set_of(item.whom), overridden(rules_, item)});
}

std::shared_ptr<inspect::ClientInspection>
Snapshot::inspect(inspect::Client client) const
{
    return std::make_shared<inspect::ClientInspection>(services_, subjects_,
                                                       std::move(client));
}

inspect::Origin Snapshot::origin(const inspect::Client& client,
                                 const inspect::Submission& submission) const
{
    return inspect::origin(client, submission, settings_.local);
}

bool Snapshot::judges_attachments() const
{
    return settings_.attachments.mode != attachment::Mode::Off;
}

bool Snapshot::judges_bounces() const
{
    return std::ranges::any_of(settings_.local.domains, [this](const auto& domain) {
        return settings_.bounces.rules_for(domain).mode != bounce::Mode::Off;
    });
}

inspect::Recipient Snapshot::addressed(const mail::Address& recipient) const
{
    const auto ring = services_.keys != nullptr ? services_.keys->copy() : nullptr;
    if (!ring || !recipient.domain() || !settings_.local.has(*recipient.domain()))
        return {recipient, recipient};
    const auto found = bounce::untag(recipient, *ring, services_.clock->wall());
    const bool ours = found && (found->check == bounce::Check::Good ||
                                found->check == bounce::Check::Expired);
    return {ours ? found->address : recipient, recipient};
}

const policy::Rules& Snapshot::rules_for(const mail::Address& whom) const
{
    const auto found = std::ranges::find_if(
        overrides_, [&](const auto& item) { return item.whom.contains(whom); });
    return found == overrides_.end() ? rules_ : found->rules;
}

} // namespace mailreeve::snapshot
