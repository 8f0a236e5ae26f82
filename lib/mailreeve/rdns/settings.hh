// The `reverse_dns` and `helo` sections of mailreeve.yaml.
#pragma once

#include "mailreeve/net/network_set.hh"
#include "mailreeve/score/points.hh"

namespace mailreeve::rdns {

enum class Action { Accept, Score, Defer, Reject };

// What to do with a client of whom something was found.
struct Rule {
    Action action = Action::Accept;
    score::Points points; // counted whatever the action, unless it is Accept

    bool operator==(const Rule&) const = default;
};

struct Settings {
    Rule missing{Action::Score, score::Points::hundredths(500)};
    Rule unconfirmed{Action::Score, score::Points::hundredths(250)};
    Rule invalid{Action::Score, score::Points::hundredths(250)};
    Rule dynamic{Action::Score, score::Points::hundredths(150)};
    Rule temporary_failure{};
    net::NetworkSet exempt;

    bool operator==(const Settings&) const = default;
};

struct HeloSettings {
    Rule not_fqdn{Action::Score, score::Points::hundredths(120)};
    Rule literal_wrong{Action::Score, score::Points::hundredths(200)};
    Rule own_name{Action::Score, score::Points::hundredths(500)};
    Rule unresolvable{Action::Score, score::Points::hundredths(150)};
    Rule mismatch{Action::Score, score::Points::hundredths(50)};

    bool operator==(const HeloSettings&) const = default;
};

} // namespace mailreeve::rdns
