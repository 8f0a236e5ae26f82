// The `attachments` section of mailreeve.yaml.
#pragma once

#include "mailreeve/attachment/notice_settings.hh"
#include "mailreeve/attachment/rule.hh"
#include "mailreeve/attachment/unpack_settings.hh"
#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace mailreeve::attachment {

inline constexpr std::size_t max_rules = 1'000;

enum class Mode {
    Off,        // attachments are not looked at
    Report,     // judged and told, nothing is done
    Strip,      // what the rules say is done
    Quarantine, // no message is changed: what would be stripped is quarantined
};

enum class Signed { Quarantine, Pass };

enum class Outbound { Reject, Same };

struct MAILREEVE_API Settings {
    Mode mode = Mode::Off;
    std::optional<std::vector<Rule>> rules; // not told: the default set
    Action encrypted = Action::Quarantine;
    Action ambiguous = Action::Quarantine;
    Action unjudged = Action::Quarantine;
    Action partial = Action::Quarantine;
    Action external = Action::Report;
    Signed signed_mail = Signed::Quarantine; // the key is `signed`
    Outbound outbound = Outbound::Reject;
    NoticeSettings notice;
    UnpackSettings unpack;
    std::chrono::seconds time{60}; // of a message, for what is in its files
    config::Size max_message{std::uint64_t{128} * 1024 * 1024};
    config::Size memory{std::uint64_t{256} * 1024};

    // In the order in which they are asked, the default set in its place.
    std::vector<Rule> rules_in_force() const;

    Action action_for(Hindrance hindrance) const;

    static config::Fields<Settings> fields();
    void check(const config::Node& written, config::Diagnostics& diagnostics) const;
    bool operator==(const Settings&) const = default;
};

} // namespace mailreeve::attachment
