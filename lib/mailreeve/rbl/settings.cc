#include "mailreeve/rbl/settings.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/rbl/words.hh"
#include "mailreeve/score/finding.hh"

#include <algorithm>

namespace mailreeve::rbl {

using namespace std::chrono_literals;
using namespace score::literals;

namespace {

constexpr auto any_points =
    config::between(score::Points::hundredths(-100'00), 100_points);

bool is_zone(const std::optional<std::string>& zone)
{
    const auto domain = mail::Domain::parse(zone.value_or(""));
    return domain && domain->is_fqdn();
}

// One label: it stands in front of the zone.
bool is_key(const std::optional<std::string>& key)
{
    return key && !key->empty() && key->size() <= mail::max_label &&
           std::ranges::all_of(*key,
                               [](char c) { return ascii::is_alnum(c) || c == '-'; });
}

bool is_symbol_or_empty(const std::string& symbol)
{
    return symbol.empty() || score::is_symbol(symbol);
}

bool is_symbol(const std::optional<std::string>& symbol)
{
    return symbol && score::is_symbol(*symbol);
}

bool is_page(const std::optional<std::string>& page)
{
    return page && (page->starts_with("https://") || page->starts_with("http://"));
}

bool are_few(const std::vector<ListSettings>& lists)
{
    return lists.size() <= max_lists;
}

constexpr auto a_symbol =
    config::that<is_symbol_or_empty, "capital letters, digits and underscores">;

} // namespace

config::Fields<HealthLimits> HealthLimits::fields()
{
    static constexpr std::array keys{
        config::field<&HealthLimits::silent_after, config::between(2, 100)>(
            "after", "From so many questions in a row without an answer on, or as many "
                     "at once that are overdue, a list counts as silent: no mail waits "
                     "for it, and it counts nothing.")
            .needs_restart(),
        config::field<&HealthLimits::overdue, config::between(100ms, 60s)>(
            "overdue", "From this age on a question is overdue.")
            .needs_restart(),
        config::field<&HealthLimits::probe_every, config::between(100ms, 1h)>(
            "probe", "A silent list gets one question in this time, for which no mail "
                     "waits. Its first answer ends the silence.")
            .needs_restart(),
        config::field<&HealthLimits::tell_every, config::between(1s, 24h)>(
            "tell", "The same trouble of one list is logged once in this time.")
            .needs_restart(),
    };
    return keys;
}

config::Fields<FirstSeenLimits> FirstSeenLimits::fields()
{
    static constexpr std::array keys{
        config::field<&FirstSeenLimits::rows,
                      config::between(std::size_t{100}, std::size_t{10'000'000})>(
            "rows",
            "So many are remembered, each some 300 bytes of memory; beyond that "
            "the least used are forgotten.")
            .needs_restart(),
        config::field<&FirstSeenLimits::keep, config::between(24h, 366 * 24h)>(
            "keep", "They are forgotten when they were not seen for this long.")
            .needs_restart(),
    };
    return keys;
}

config::Fields<CodeSettings> CodeSettings::fields()
{
    static constexpr std::array keys{
        config::field<&CodeSettings::points, any_points>(
            "points", "What a listing with this code is worth. By default, that of the "
                      "list's own key of this name."),
        config::field<&CodeSettings::symbol, a_symbol>(
            "symbol",
            "The name of the finding in headers and logs. By default, that of "
            "the list."),
        config::field<&CodeSettings::text>("text", "What the code means, for people."),
    };
    return keys;
}

config::Fields<ListSettings> ListSettings::fields()
{
    static constexpr std::array keys{
        config::field<&ListSettings::use>(
            "use",
            "A preset of the catalogue, as spamhaus-zen: it knows the zone, the "
            "codes and what they are worth. The other keys change what it says."),
        config::field<&ListSettings::zone,
                      config::that<is_zone, "a zone such as bl.example.net">>(
            "zone", "Where the list lives in the DNS."),
        config::field<&ListSettings::key,
                      config::that<is_key, "one label of letters, digits and hyphens">>(
            "key",
            "The key that the operator has given you, for presets that take one. "
            "It is not shown in headers, replies or logs."),
        config::field<&ListSettings::name>(
            "name", "How commands call the list. By default the preset or the zone."),
        config::field<&ListSettings::title>(
            "title", "How replies call the list. By default that of the preset, or the "
                     "zone."),
        config::field<
            &ListSettings::symbol,
            config::that<is_symbol, "capital letters, digits and underscores, "
                                    "as RBL_EXAMPLE">>(
            "symbol", "The name of its findings. By default RBL_ and the name."),
        config::field<
            &ListSettings::page,
            config::that<is_page, "a web page, as https://example.net/?q={ip}">>(
            "page",
            "Where a listing can be looked up, for replies; {ip} stands for the "
            "client's address."),
        config::field<&ListSettings::kind>(
            "kind", "deny: codes have points. allow: a listing speaks for the client, "
                    "codes have points below zero. mixed: both. By default deny."),
        config::field<&ListSettings::ask>(
            "ask", "What the list is asked about: client (its address), or, for lists "
                   "of domains, helo, sender (the envelope's) and ptr (the client's "
                   "confirmed name). Lists that allow are asked about client and ptr "
                   "only: anyone can claim the others."),
        config::field<&ListSettings::families>(
            "families", "The addresses that the list knows. By default both."),
        config::field<&ListSettings::points, any_points>(
            "points", "What a code without points of its own is worth. A list without "
                      "preset and codes has the code 127.0.0.2 alone."),
        config::field<&ListSettings::codes>(
            "codes", "What the list's answers mean; the first that matches counts, of "
                     "masks all that match. An answer that is not among them counts "
                     "nothing and is logged. With a preset they stand before its own."),
        config::field<&ListSettings::refusals>(
            "refusals", "Answers by which the list turns a resolver away, beside "
                        "127.255.255.x, which never lists."),
        config::field<&ListSettings::action>(
            "action",
            "score adds the points. delay answers 451 until the time in the key delay "
            "has gone since this sender, recipient and network were first seen "
            "together, then scores. defer answers 451, reject 550, each by the word of "
            "this list alone: every list errs, and some have listed the whole world "
            "the day they closed. Let several of them agree by their points instead."),
        config::field<&ListSettings::delay, config::between(1min, 24h)>(
            "delay", "How long the action delay delays. By default 15m."),
        config::field<&ListSettings::override_>(
            "override", "never: the action is carried out even where trust would have "
                        "passed the mail."),
    };
    return keys;
}

void ListSettings::check(const config::Node& written,
                         config::Diagnostics& diagnostics) const
{
    if (!use && !zone)
        diagnostics.error(written.place(), "a list has neither \"use\" nor \"zone\"",
                          "use: spamhaus-zen, or zone: bl.example.net");
    if (key && !use)
        diagnostics.error(written.place("key"), "\"key\" goes with \"use\" only",
                          "write the key into the zone");
    if (delay && action != Action::Delay)
        diagnostics.error(written.place("delay"),
                          "\"delay\" does nothing without \"action: delay\"");
    if (override_ && action == Action::Score)
        diagnostics.error(written.place("override"),
                          "\"override: never\" does nothing where the action is score",
                          "it goes with delay, defer and reject");
}

std::filesystem::path Settings::installed_catalogue()
{
    return MAILREEVE_CATALOGUE; // by meson: below datadir
}

config::Fields<Settings> Settings::fields()
{
    static constexpr std::array keys{
        config::field<&Settings::lists,
                      config::that<are_few, "a list of at most 64 items">>(
            "lists", "The DNS lists to ask. None is by default: each has its terms of "
                     "use, and each sees who writes to you."),
        config::field<&Settings::allow_limit, config::between(0_points, 100_points)>(
            "allow_limit", "All lists together take off no more points than this."),
        config::field<&Settings::catalogue>("catalogue", "The presets for \"use\"."),
        config::section<&Settings::silence>("silence", "Lists that do not answer."),
        config::section<&Settings::first_seen>(
            "first_seen", "What the action delay remembers: senders, recipients and "
                          "networks that were seen together."),
    };
    return keys;
}

} // namespace mailreeve::rbl
