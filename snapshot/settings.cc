#include "snapshot/settings.hh"

#include "mailreeve/base/utf8.hh"
#include "mailreeve/config/field.hh"
#include "mailreeve/config/mail_value.hh"
#include "mailreeve/score/settings.hh"

#include <array>
#include <utility>

namespace mailreeve {

using policy::Actions;
using policy::Mode;
using policy::ScoreAction;
using snapshot::Override;
using snapshot::PartialActions;
using snapshot::PartialThresholds;
using snapshot::Settings;
using snapshot::Tags;

template <>
struct config::EnumNames<Mode> {
    static constexpr std::array names{
        std::pair{std::string_view{"filter"}, Mode::Filter},
        std::pair{std::string_view{"observe"}, Mode::Observe},
    };
};

template <>
struct config::EnumNames<ScoreAction> {
    static constexpr std::array names{
        std::pair{std::string_view{"accept"}, ScoreAction::Accept},
        std::pair{std::string_view{"tag"}, ScoreAction::Tag},
        std::pair{std::string_view{"quarantine"}, ScoreAction::Quarantine},
        std::pair{std::string_view{"reject"}, ScoreAction::Reject},
    };
};

template <>
struct config::Schema<Actions> {
    static Fields<Actions> fields()
    {
        static constexpr std::array keys{
            field<&Actions::spam>("spam", "What happens to SPAM."),
            field<&Actions::surespam>(
                "surespam",
                "What happens to SURESPAM.\nWhat is quarantined is kept by mailreeve, "
                "recipient by recipient: mailreevectl quarantine list."),
        };
        return keys;
    }
};

config::Fields<PartialThresholds> PartialThresholds::fields()
{
    static constexpr std::array keys{
        config::field<&PartialThresholds::spam>("spam", "As in scoring."),
        config::field<&PartialThresholds::surespam>("surespam", "As in scoring."),
    };
    return keys;
}

config::Fields<PartialActions> PartialActions::fields()
{
    static constexpr std::array keys{
        config::field<&PartialActions::spam>("spam", "As in actions."),
        config::field<&PartialActions::surespam>("surespam", "As in actions."),
    };
    return keys;
}

config::Fields<Override> Override::fields()
{
    static constexpr std::array keys{
        config::field<&Override::whom, config::not_empty>(
            "for", "The recipients of inbound mail, or the senders of outbound mail, "
                   "that this "
                   "is for."),
        config::section<&Override::scoring>("scoring", "Other thresholds."),
        config::section<&Override::actions>("actions", "Other actions."),
    };
    return keys;
}

void Override::check(const config::Node& written,
                     config::Diagnostics& diagnostics) const
{
    if (whom.empty())
        diagnostics.error(written.place(), "an override has no \"for\"",
                          "for: [example.org] says whom it is for");
}

config::Fields<Tags> Tags::fields()
{
    static constexpr std::array keys{
        config::field<&Tags::spam>("spam",
                                   "Put in front of the subject of SPAM, once."),
        config::field<&Tags::surespam>("surespam",
                                       "Put in front of the subject of SURESPAM."),
    };
    return keys;
}

namespace {

bool is_host(const std::string& name)
{
    const auto domain = mail::Domain::parse(name);
    return name.empty() || (domain && domain->is_fqdn());
}

// A reply is ASCII (RFC 5321 4.2), and keeps its address and id behind the name.
constexpr std::size_t longest_organization = 200;

bool fits_replies(const std::string& name)
{
    return name.size() <= longest_organization && utf8::is_ascii(name);
}

} // namespace

config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::field<&Settings::hostname,
                      config::that<is_host, "a host name such as mx1.example.net">>(
            "hostname",
            "The name of this host in headers and replies. Default: what the MTA calls "
            "itself."),
        config::field<&Settings::organization,
                      config::that<fits_replies, "plain ASCII of at most 200 "
                                                 "characters, as SMTP replies are">>(
            "organization", "Whose mail this is, in replies. Default: the hostname, or "
                            "\"This mail server\"."),
        config::field<&Settings::mode>(
            "mode",
            "filter, or observe: judge, log and add headers, and change nothing else."),
        config::section<&Settings::local>("local",
                                          "Who we are, and which clients are ours."),
        config::section<&Settings::allow>("allow", "Whom to let pass."),
        config::section<&Settings::deny>("deny", "Whom to refuse."),
        config::section<&Settings::dns>("dns", "Questions to the DNS."),
        config::section<&Settings::reverse_dns>(
            "reverse_dns",
            "What the reverse DNS of a client is worth (RFC 8601, iprev)."),
        config::section<&Settings::helo>("helo",
                                         "What the name given in HELO is worth."),
        config::section<&Settings::rbl>(
            "rbl", "Blocklists and allow lists in the DNS (RFC 5782)."),
        config::section<&Settings::bounces>(
            "bounces", "Stamps on what leaves, by which a bounce proves itself: see\n"
                       ".Xr mailreeve-policy 7 ."),
        config::section<&Settings::attachments>(
            "attachments", "What becomes of the files that mail brings: see\n"
                           ".Xr mailreeve-policy 7 ."),
        config::section<&Settings::quarantine>(
            "quarantine",
            "Messages that we keep, whole and encrypted, below state: see\n"
            ".Xr mailreevectl 8 ."),
        config::section<&Settings::scoring>(
            "scoring", "From how many points on a message is what."),
        config::section<&Settings::actions>("actions", "What happens to it then."),
        config::section<&Settings::tags>("tags",
                                         "What stands in front of a tagged subject."),
        config::field<&Settings::overrides>(
            "overrides",
            "Other rules for some; the first that names the recipient applies."),
    };
    return keys;
}

void Settings::check(const config::Node& written,
                     config::Diagnostics& diagnostics) const
{
    bounces.check(written, diagnostics, local.domains);
    if (attachments.mode != attachment::Mode::Off &&
        quarantine.max_message.bytes < attachments.max_message.bytes)
        diagnostics.error(written.place("quarantine.max_message"),
                          "is below attachments.max_message: a message between them "
                          "could be judged, but not be kept",
                          "raise it, or lower attachments.max_message");
    for (const auto& sender : allow.senders) {
        // Whoever forges one of our own addresses would pass everything.
        if (sender.domain() && local.has(sender.domain()->domain()))
            diagnostics.error(written.place("allow.senders"),
                              config::quote(sender.text()) +
                                  " is in one of our own domains: anybody can write it",
                              "allow the clients that send for this domain instead");
    }
    for (const auto& item : overrides) {
        auto merged = scoring;
        merged.spam = item.scoring.spam.value_or(scoring.spam);
        merged.surespam = item.scoring.surespam.value_or(scoring.surespam);
        if (merged.surespam <= merged.spam)
            diagnostics.error(written.place("overrides"),
                              "an override makes everything that is SPAM SURESPAM too",
                              "surespam must be above spam");
    }
}

} // namespace mailreeve
