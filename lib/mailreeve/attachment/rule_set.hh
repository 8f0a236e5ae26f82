// The rules in force, made ready to be asked for many files.
#pragma once

#include "mailreeve/attachment/rule.hh"
#include "mailreeve/attachment/settings.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/mail/address.hh"

#include <array>
#include <memory>
#include <vector>

namespace mailreeve::attachment {

struct ReadyRule; // ready_rule.hh

// Copies share what is ready. Thread-safe.
class MAILREEVE_API RuleSet {
public:
    explicit RuleSet(const Settings& settings);

    const std::vector<ReadyRule>& rules() const { return *rules_; }
    Mode mode() const { return mode_; }

    // Which rules are for mail to (inbound) or from (outbound) `whom`: who has the same
    // of them gets the same judgements.
    std::vector<bool> for_whom(Direction direction, const mail::Address& whom) const;

    // What becomes of a hindrance that no rule speaks of.
    Action action_for(Hindrance hindrance) const;

private:
    std::shared_ptr<const std::vector<ReadyRule>> rules_;
    Mode mode_;
    std::array<Action, 5> hindrances_;
};

} // namespace mailreeve::attachment
