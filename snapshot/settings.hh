// The keys of mailreeve.yaml that a reload changes: each subject's settings, composed.
#pragma once

#include "mailreeve/attachment/settings.hh"
#include "mailreeve/bounce/settings.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/dns/settings.hh"
#include "mailreeve/inspect/settings.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/quarantine/settings.hh"
#include "mailreeve/rbl/settings.hh"
#include "mailreeve/rdns/settings.hh"
#include "mailreeve/trust/lists.hh"
#include "policy/rules.hh"

#include <optional>
#include <string>
#include <vector>

namespace mailreeve::snapshot {

// The parts of scoring and actions that an override changes.
struct PartialThresholds {
    std::optional<score::Points> spam;
    std::optional<score::Points> surespam;

    static config::Fields<PartialThresholds> fields();
    bool operator==(const PartialThresholds&) const = default;
};

struct PartialActions {
    std::optional<policy::ScoreAction> spam;
    std::optional<policy::ScoreAction> surespam;

    static config::Fields<PartialActions> fields();
    bool operator==(const PartialActions&) const = default;
};

// Other rules for some recipients (inbound) or senders (outbound).
struct Override {
    std::vector<mail::AddressPattern> whom; // the key is `for`
    PartialThresholds scoring;
    PartialActions actions;

    static config::Fields<Override> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Override&) const = default;
};

struct Tags {
    std::string spam = "[SPAM] ";
    std::string surespam = "[SURESPAM] ";

    static config::Fields<Tags> fields();
    bool operator==(const Tags&) const = default;
};

struct Settings {
    std::string hostname;     // empty: what the MTA calls itself
    std::string organization; // empty: the hostname
    policy::Mode mode = policy::Mode::Filter;
    inspect::Local local;
    trust::Allow allow;
    trust::Deny deny;
    dns::Settings dns;
    rdns::Settings reverse_dns;
    rdns::HeloSettings helo;
    rbl::Settings rbl;
    bounce::Settings bounces;
    attachment::Settings attachments;
    quarantine::Settings quarantine;
    score::Thresholds scoring;
    policy::Actions actions;
    Tags tags;
    std::vector<Override> overrides; // the first that names the recipient applies

    static config::Fields<Settings> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Settings&) const = default;
};

} // namespace mailreeve::snapshot
