// The `bounces` section of mailreeve.yaml.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/batv.hh"
#include "mailreeve/bounce/rules.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"
#include "mailreeve/mail/address_pattern.hh"
#include "mailreeve/mail/domain.hh"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::bounce {

// Whether mail of a domain also leaves around this host: by a newsletter service, a
// telephone. Such mail carries no stamp, and neither do its bounces.
enum class Outbound { Shared, Exclusive };

// What is different for some of our domains.
struct MAILREEVE_API DomainSettings {
    std::vector<mail::Domain> whose; // the key is `for`
    std::optional<Mode> mode;
    std::optional<Outbound> outbound;
    std::optional<BatvForm> batv;

    static config::Fields<DomainSettings> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const DomainSettings&) const = default;
};

// What holds for one domain.
struct DomainRules {
    Mode mode = Mode::Learn;
    Outbound outbound = Outbound::Shared;
    BatvForm batv = BatvForm::None;

    bool operator==(const DomainRules&) const = default;
};

struct MAILREEVE_API Settings {
    Mode mode = Mode::Learn;
    Outbound outbound = Outbound::Shared;
    BatvForm batv = BatvForm::None;
    std::chrono::seconds lifetime = std::chrono::hours{14 * 24}; // of stamps
    std::chrono::seconds learning =
        std::chrono::hours{14 * 24}; // from a domain's first
    std::chrono::seconds rotation = std::chrono::hours{30 * 24}; // 0: by hand only
    std::chrono::seconds grace = std::chrono::hours{7 * 24}; // of keys, after lifetime
    std::string header = "X-Mailreeve-Stamp";
    bool envelope_id = true; // the key is `envid`
    unsigned per_recipient = 6;
    unsigned storm = 30; // bounces a minute to one recipient; 0: never
    config::Size scan{std::uint64_t{512} * 1024};
    std::vector<mail::AddressPattern> never_sends;
    OutcomeRules outcomes;
    std::vector<DomainSettings> domains; // the first that names the domain applies

    DomainRules rules_for(const mail::Domain& domain) const;

    static config::Fields<Settings> fields();

    // Whether the keys go together for our domains; `written` is the whole file.
    void check(const config::Node& written, config::Diagnostics& diagnostics,
               const std::vector<mail::Domain>& ours) const;
    bool operator==(const Settings&) const = default;
};

} // namespace mailreeve::bounce
