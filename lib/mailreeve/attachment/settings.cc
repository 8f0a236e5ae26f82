#include "mailreeve/attachment/settings.hh"

#include "mailreeve/attachment/default_rules.hh"
#include "mailreeve/attachment/rule_words.hh"

#include <algorithm>

namespace mailreeve::config {

template <>
struct EnumNames<attachment::Mode> {
    static constexpr std::array names{
        std::pair{std::string_view{"off"}, attachment::Mode::Off},
        std::pair{std::string_view{"report"}, attachment::Mode::Report},
        std::pair{std::string_view{"strip"}, attachment::Mode::Strip},
        std::pair{std::string_view{"quarantine"}, attachment::Mode::Quarantine},
    };
};

template <>
struct EnumNames<attachment::Signed> {
    static constexpr std::array names{
        std::pair{std::string_view{"quarantine"}, attachment::Signed::Quarantine},
        std::pair{std::string_view{"pass"}, attachment::Signed::Pass},
    };
};

template <>
struct EnumNames<attachment::Outbound> {
    static constexpr std::array names{
        std::pair{std::string_view{"reject"}, attachment::Outbound::Reject},
        std::pair{std::string_view{"same"}, attachment::Outbound::Same},
    };
};

} // namespace mailreeve::config

namespace mailreeve::attachment {

namespace {

using config::between;
using namespace config::literals;
using namespace std::chrono_literals;

bool are_few(const std::vector<Rule>& rules)
{
    return rules.size() <= max_rules;
}

} // namespace

// NOLINTNEXTLINE(readability-function-size): a table, and what its keys mean
config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::field<&Settings::mode>(
            "mode",
            "off; report judges attachments and tells in header and log what would "
            "have been done; strip does what the rules say; quarantine changes no "
            "message, but holds what would have been changed."),
        config::field<&Settings::rules,
                      config::each(config::that<are_few, "at most 1000 items">)>(
            "rules",
            "For each file the first rule that is for it decides. Files in archives "
            "and messages are judged likewise, and the strictest word on a file and "
            "all that is in it decides for the file. By default the default set, which "
            "examples/attachment-rules.yaml shows; \"use: default\" puts it among "
            "rules of your own."),
        config::field<&Settings::encrypted>(
            "encrypted", "What becomes of a file whose contents need a password."),
        config::field<&Settings::ambiguous>(
            "ambiguous", "Of one that two programs would read differently."),
        config::field<&Settings::unjudged>(
            "unjudged",
            "Of one that could not be looked at, or not wholly: broken, too "
            "deep, too big, too many files in it, too slow, of a kind that "
            "cannot be opened, or because looking at it failed."),
        config::field<&Settings::partial>("partial",
                                          "Of a piece of a message (message/partial)."),
        config::field<&Settings::external>(
            "external", "Of a file that is elsewhere (message/external-body)."),
        config::field<&Settings::signed_mail>(
            "signed",
            "What happens where a file would be stripped from signed or encrypted "
            "content (S/MIME, PGP/MIME), which is never altered: quarantine the whole "
            "message, or pass it with a finding."),
        config::field<&Settings::outbound>(
            "outbound", "reject refuses outbound mail with a file that would be "
                        "stripped or quarantined, with an explanation: its sender can "
                        "act. same treats it as inbound mail."),
        config::section<&Settings::notice>(
            "notice", "What stands in the place of a file that was taken out."),
        config::section<&Settings::unpack>(
            "unpack", "The workers that look into files which hold others."),
        config::field<&Settings::time, between(1s, 240s)>(
            "time", "How long the files of one message are looked into. Those that are "
                    "left then count as unjudged."),
        config::field<&Settings::max_message, between(1_MiB, 1024_MiB)>(
            "max_message",
            "Larger mail is refused (552): what is not seen whole cannot "
            "be judged."),
        config::field<&Settings::memory, between(4_KiB, 64_MiB)>(
            "memory", "How much of a message is kept in memory; beyond that it goes to "
                      "a temporary file."),
    };
    return keys;
}

void Settings::check(const config::Node& written,
                     config::Diagnostics& diagnostics) const
{
    const auto presets =
        std::ranges::count_if(rules.value_or(std::vector<Rule>{}),
                              [](const Rule& rule) { return rule.use.has_value(); });
    if (presets > 1)
        diagnostics.error(written.place("rules"), "\"use: default\" stands twice",
                          "the second would never be asked");
}

std::vector<Rule> Settings::rules_in_force() const
{
    if (!rules)
        return default_rules();
    std::vector<Rule> all;
    for (const auto& rule : *rules) {
        if (!rule.use) {
            all.push_back(rule);
            continue;
        }
        const auto& preset = default_rules();
        all.insert(all.end(), preset.begin(), preset.end());
    }
    return all;
}

Action Settings::action_for(Hindrance hindrance) const
{
    switch (hindrance) {
    case Hindrance::Encrypted:
        return encrypted;
    case Hindrance::Ambiguous:
        return ambiguous;
    case Hindrance::Partial:
        return partial;
    case Hindrance::External:
        return external;
    case Hindrance::Unjudged:
        break;
    }
    return unjudged;
}

} // namespace mailreeve::attachment
