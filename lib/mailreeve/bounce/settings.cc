#include "mailreeve/bounce/settings.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/config/field.hh"
#include "mailreeve/config/mail_value.hh"
#include "mailreeve/mail/header_field.hh"

#include <algorithm>
#include <array>
#include <string_view>

namespace mailreeve::config {

template <>
struct EnumNames<bounce::Mode> {
    static constexpr std::array names{
        std::pair{std::string_view{"off"}, bounce::Mode::Off},
        std::pair{std::string_view{"learn"}, bounce::Mode::Learn},
        std::pair{std::string_view{"liberal"}, bounce::Mode::Liberal},
        std::pair{std::string_view{"strict"}, bounce::Mode::Strict},
    };
};

template <>
struct EnumNames<bounce::Outbound> {
    static constexpr std::array names{
        std::pair{std::string_view{"shared"}, bounce::Outbound::Shared},
        std::pair{std::string_view{"exclusive"}, bounce::Outbound::Exclusive},
    };
};

template <>
struct EnumNames<bounce::BatvForm> {
    static constexpr std::array names{
        std::pair{std::string_view{"off"}, bounce::BatvForm::None},
        std::pair{std::string_view{"subaddress"}, bounce::BatvForm::SubAddress},
        std::pair{std::string_view{"prvs"}, bounce::BatvForm::Prvs},
    };
};

} // namespace mailreeve::config

namespace mailreeve::bounce {

namespace {

using namespace std::chrono_literals;
using config::between;
using namespace config::literals;

constexpr std::chrono::seconds day = 24h;

// The stamps of others, and what the world already reads, are not ours to write.
bool is_stamp_field(const std::string& name)
{
    return mail::is_field_name(name) && ascii::starts_with(name, "X-");
}

bool are_few(const std::vector<DomainSettings>& domains)
{
    return domains.size() <= 1000;
}

} // namespace

config::Fields<DomainSettings> DomainSettings::fields()
{
    static constexpr std::array keys{
        config::field<&DomainSettings::whose, config::not_empty>(
            "for", "Which of local.domains."),
        config::field<&DomainSettings::mode>("mode", "As in bounces."),
        config::field<&DomainSettings::outbound>("outbound", "As in bounces."),
        config::field<&DomainSettings::batv>("batv", "As in bounces."),
    };
    return keys;
}

void DomainSettings::check(const config::Node& written,
                           config::Diagnostics& diagnostics) const
{
    if (whose.empty())
        diagnostics.error(written.place(), "an item of domains has no \"for\"",
                          "for: [example.org] says which domains it is for");
}

// NOLINTNEXTLINE(readability-function-size): a table, and what its keys mean
config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::field<&Settings::mode>(
            "mode",
            "off; learn judges bounces and tells in header and log what would have "
            "been done; liberal holds what is forged and scores what cannot be proved; "
            "strict holds both. Any but off also stamps what leaves."),
        config::field<&Settings::outbound>(
            "outbound",
            "exclusive says that all mail of our domains leaves through this host, and "
            "so carries a stamp. shared says that some does not; strict is refused "
            "then, since genuine bounces of that mail would be held."),
        config::field<&Settings::batv>(
            "batv",
            "Tags the envelope sender as well: subaddress writes "
            "local+prvs=TAG@domain, which arrives where the MTA knows sub-addresses by "
            "a plus sign; prvs writes prvs=TAG=local@domain, which the MTA must be "
            "taught. Mailing lists and greylisting may know the sender by his address: "
            "leave it off unless bounces come back without anything else. Tags of ours "
            "are always taken off the recipients of inbound mail."),
        config::field<&Settings::lifetime,
                      between(std::chrono::seconds{1min}, 365 * day)>(
            "lifetime",
            "How old a stamp may be when its bounce comes. Others may queue "
            "mail for five days, and the bounce for another five."),
        config::field<&Settings::learning, between(std::chrono::seconds{0}, 365 * day)>(
            "learning",
            "For so long after the first stamp of a domain, liberal and strict only "
            "learn: until then mail is under way that carries no stamp."),
        config::field<&Settings::rotation,
                      between(std::chrono::seconds{0}, 3650 * day)>(
            "rotation",
            "A new key signs after this time. 0s: only\n.Xr mailreevectl 8\n"
            "makes keys, as where several hosts share them."),
        config::field<&Settings::grace, between(std::chrono::seconds{0}, 365 * day)>(
            "grace", "A key that signs no more verifies for lifetime and this, then it "
                     "is removed."),
        config::field<&Settings::header,
                      config::that<is_stamp_field, "the name of a header field that "
                                                   "begins with X-">>(
            "header", "The field that carries the stamp. Such fields that come with "
                      "outbound mail are removed."),
        config::field<&Settings::envelope_id>(
            "envid", "Also give what leaves an envelope id (RFC 3461 ENVID), which a "
                     "bounce brings back even where it brings no header. Postfix 3.3 "
                     "and later, and Sendmail."),
        config::field<&Settings::per_recipient, between(1U, 1000U)>(
            "per_recipient", "How many bounces a stamp may bring back for each "
                             "recipient that its message had: warnings of a delay "
                             "count, too."),
        config::field<&Settings::storm, between(0U, 100'000U)>(
            "storm", "From so many bounces a minute to one recipient on, those that "
                     "cannot be proved are taken for forgeries. 0: never.")
            .needs_restart(),
        config::field<&Settings::scan, between(16_KiB, 16_MiB)>(
            "scan", "How much of a message is looked at to read a bounce."),
        config::field<&Settings::never_sends>(
            "never_sends", "Addresses of ours that send no mail: no bounce to them is "
                           "genuine."),
        config::section<&Settings::outcomes>(
            "outcomes", "What each outcome leads to, in the modes liberal and strict."),
        config::field<&Settings::domains, config::that<are_few, "at most 1000 items">>(
            "domains", "Other rules for some of our domains; the first that names the "
                       "domain applies."),
    };
    return keys;
}

DomainRules Settings::rules_for(const mail::Domain& domain) const
{
    const auto names = [&](const DomainSettings& item) {
        return std::ranges::find(item.whose, domain) != item.whose.end();
    };
    const auto found = std::ranges::find_if(domains, names);
    if (found == domains.end())
        return {mode, outbound, batv};
    return {found->mode.value_or(mode), found->outbound.value_or(outbound),
            found->batv.value_or(batv)};
}

void Settings::check(const config::Node& written, config::Diagnostics& diagnostics,
                     const std::vector<mail::Domain>& ours) const
{
    constexpr auto most_kept = static_cast<std::int64_t>(max_keys / 2);
    if (rotation > std::chrono::seconds{0} &&
        (lifetime + grace) / rotation >= most_kept)
        diagnostics.error(written.place("bounces.rotation"),
                          "\"rotation\" would keep more than " +
                              std::to_string(most_kept) + " keys",
                          "a key is kept for lifetime and grace: rotate less often");
    for (const auto& domain : ours) {
        const auto rules = rules_for(domain);
        if (rules.mode == Mode::Strict && rules.outbound != Outbound::Exclusive)
            diagnostics.error(
                written.place("bounces.mode"),
                "\"strict\" for " + domain.text() + " needs \"outbound: exclusive\"",
                "mail that leaves around this host carries no stamp: its genuine "
                "bounces would be held");
    }
}

} // namespace mailreeve::bounce
