// The `reverse_dns` and `helo` sections of mailreeve.yaml.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/net/network_set.hh"
#include "mailreeve/score/points.hh"

#include <string_view>

namespace mailreeve::rdns {

enum class Action { Accept, Score, Defer, Reject };

// What to do with a client of whom something was found.
struct MAILREEVE_API Rule {
    Action action = Action::Accept;
    score::Points points; // counted whatever the action, unless it is Accept

    static constexpr std::string_view short_form = "action"; // "missing: defer" will do
    static config::Fields<Rule> fields();
    bool operator==(const Rule&) const = default;
};

struct MAILREEVE_API Settings {
    Rule missing{Action::Score, score::Points::hundredths(500)};
    Rule unconfirmed{Action::Score, score::Points::hundredths(250)};
    Rule invalid{Action::Score, score::Points::hundredths(250)};
    Rule dynamic{Action::Score, score::Points::hundredths(150)};
    Rule temporary_failure{};
    net::NetworkSet exempt;

    static config::Fields<Settings> fields();
    // A failed lookup costs nobody points and nobody his mail: temporary_failure only
    // accepts or defers.
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Settings&) const = default;
};

struct MAILREEVE_API HeloSettings {
    Rule not_fqdn{Action::Score, score::Points::hundredths(120)};
    Rule literal_wrong{Action::Score, score::Points::hundredths(200)};
    Rule own_name{Action::Score, score::Points::hundredths(500)};
    Rule unresolvable{Action::Score, score::Points::hundredths(150)};
    Rule mismatch{Action::Score, score::Points::hundredths(50)};

    static config::Fields<HeloSettings> fields();
    bool operator==(const HeloSettings&) const = default;
};

} // namespace mailreeve::rdns
