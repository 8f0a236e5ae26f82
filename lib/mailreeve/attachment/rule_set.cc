#include "mailreeve/attachment/rule_set.hh"

#include "mailreeve/attachment/ready_rule.hh"

namespace mailreeve::attachment {

namespace {

std::vector<ReadyRule> ready(const Settings& settings)
{
    std::vector<ReadyRule> rules;
    for (auto& rule : settings.rules_in_force())
        rules.emplace_back(std::move(rule));
    return rules;
}

} // namespace

RuleSet::RuleSet(const Settings& settings)
    : rules_{std::make_shared<const std::vector<ReadyRule>>(ready(settings))},
      mode_{settings.mode}, hindrances_{settings.encrypted, settings.ambiguous,
                                        settings.unjudged, settings.partial,
                                        settings.external}
{
}

std::vector<bool> RuleSet::for_whom(Direction direction,
                                    const mail::Address& whom) const
{
    std::vector<bool> asked;
    asked.reserve(rules_->size());
    for (const auto& ready : *rules_)
        asked.push_back(ready.is_for(direction, whom));
    return asked;
}

Action RuleSet::action_for(Hindrance hindrance) const
{
    return hindrances_.at(static_cast<std::size_t>(hindrance));
}

} // namespace mailreeve::attachment
