#include "ctl/bounce_review.hh"

#include "control/status.hh"
#include "mailreeve/bounce/standing.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::ctl {

namespace {

using bounce::Mode;
using std::chrono::seconds;

const char* const keys_subject = "bounces: keys";

std::string age_words(WallTime since, WallTime now)
{
    return control::duration(std::chrono::floor<seconds>(now - since));
}

Remark review_signing(const bounce::KeyRing& ring, const bounce::Settings& settings,
                      WallTime now)
{
    const auto count = ring.keys().size();
    const auto all = std::to_string(count) + (count == 1 ? " key" : " keys");
    const auto& info = ring.signing(now)->info();
    if (info.signs_from > now)
        return {Grade::Warning, keys_subject,
                all + "; " + info.id + " signs, whose time comes only " +
                    control::utc(info.signs_from) + ": the clock was ahead",
                "mailreevectl keys rotate, once the clock is right"};
    const auto text = all + "; " + info.id + " signs since " +
                      control::utc(info.signs_from) + ", " +
                      age_words(info.signs_from, now) + " ago";
    const bool waits = ring.keys().back().info().signs_from > now;
    if (settings.rotation > seconds{0} && !waits &&
        now - info.signs_from > 2 * settings.rotation)
        return {Grade::Warning, keys_subject,
                text + ", longer than twice bounces.rotation",
                "a daemon that runs makes a new one: mailreevectl status"};
    return {Grade::Ok, keys_subject, text, {}};
}

Remark review_keys(const bounce::Settings& settings, const Stamping& stamping)
{
    using Sight = SeenKeys::Sight;
    switch (stamping.keys.sight) {
    case Sight::Refused:
        return {Grade::Error, keys_subject, stamping.keys.problem, stamping.keys.mend};
    case Sight::Unreadable:
        return {Grade::Warning, keys_subject, stamping.keys.problem,
                "ask as root or as the daemon's user"};
    case Sight::None:
        if (stamping.has_ledger)
            return {Grade::Error, keys_subject,
                    "there are none beside a ledger of stamps: the daemon does not "
                    "start",
                    "put them back from a backup; mailreevectl keys init makes new "
                    "ones and disowns all that has left"};
        return {Grade::Warning, keys_subject, "there are none yet",
                "the daemon makes the first when it starts"};
    case Sight::Found:
        break;
    }
    return review_signing(*stamping.keys.ring, settings, stamping.now);
}

std::string first_stamp(WallTime since, WallTime now)
{
    return "first stamp " + control::utc(since) + ", " + age_words(since, now) + " ago";
}

// The mode acts, and mail that left before the first stamp may still come back.
bool is_hasty(const bounce::Settings& settings, const bounce::Standing& standing,
              std::optional<WallTime> since, WallTime now)
{
    const bool acts = standing.now == Mode::Liberal || standing.now == Mode::Strict;
    return acts && (!since || now - *since < settings.lifetime);
}

Remark review_waiting(const std::string& subject, const bounce::Standing& standing,
                      std::optional<WallTime> since, WallTime now)
{
    const std::string mode{bounce::name(standing.configured)};
    if (!since)
        return {Grade::Warning, subject,
                mode + " waits, and learns: nothing has been stamped yet",
                "is the mail of this domain sent through this host?"};
    return {Grade::Ok,
            subject,
            mode + " begins " + control::utc(*standing.until) +
                " and learns until then; " + first_stamp(*since, now),
            {}};
}

Remark review_learning(const std::string& subject, const bounce::Settings& settings,
                       std::optional<WallTime> since, WallTime now)
{
    if (!since)
        return {Grade::Ok, subject, "learn; nothing has been stamped yet", {}};
    const auto ready = *since + settings.lifetime;
    return {Grade::Ok,
            subject,
            "learn; " + first_stamp(*since, now) +
                (ready <= now
                     ? ": old enough for liberal and strict"
                     : ": liberal and strict can begin " + control::utc(ready)),
            {}};
}

Remark review_domain(const mail::Domain& domain, const bounce::Settings& settings,
                     const Stamping& stamping)
{
    const auto subject = "bounces of " + domain.text();
    const auto found = stamping.since.find(domain);
    const auto since =
        found == stamping.since.end() ? std::nullopt : std::optional{found->second};
    const auto standing = bounce::standing(settings, domain, since, stamping.now);
    const std::string mode{bounce::name(standing.now)};
    if (standing.configured == Mode::Off)
        return {Grade::Ok, subject, "off: nothing is stamped or judged", {}};
    if (!stamping.ledger_problem.empty())
        return {Grade::Ok,
                subject,
                "mode " + std::string{bounce::name(standing.configured)} +
                    "; when it was first stamped is not known",
                {}};
    if (standing.is_waiting())
        return review_waiting(subject, standing, since, stamping.now);
    if (standing.now == Mode::Learn)
        return review_learning(subject, settings, since, stamping.now);
    const auto stamps = since ? first_stamp(*since, stamping.now) : "no stamp yet";
    if (is_hasty(settings, standing, since, stamping.now))
        return {
            Grade::Warning, subject,
            mode + " is in force; " + stamps +
                ", but mail that left less than bounces.lifetime ago without a stamp "
                "may still bounce, and looks forged",
            "bounces: {learning: 14d}"};
    return {Grade::Ok, subject, mode + " is in force; " + stamps, {}};
}

} // namespace

Stamping look_at_stamping(const snapshot::Settings& settings, StampState& state,
                          WallTime now)
{
    Stamping stamping{
        state.seen(), state.has_ledger(), {}, state.ledger_problem(), now};
    for (const auto& domain : settings.local.domains)
        if (const auto since = state.ledger().stamping_since(domain))
            stamping.since.emplace(domain, *since);
    return stamping;
}

bool stamps_anything(const snapshot::Settings& settings)
{
    return std::ranges::any_of(settings.local.domains, [&](const auto& domain) {
        return settings.bounces.rules_for(domain).mode != Mode::Off;
    });
}

Remarks review_bounces(const snapshot::Settings& settings, const Stamping& stamping)
{
    if (settings.local.domains.empty())
        return {{Grade::Warning, "bounces",
                 "local.domains names none: nothing is stamped and no bounce is judged",
                 "local: {domains: [example.net]}"}};
    if (!stamps_anything(settings))
        return {{Grade::Ok, "bounces", "mode off: nothing is stamped or judged", {}}};
    Remarks remarks{review_keys(settings.bounces, stamping)};
    const bool is_new = stamping.keys.sight == SeenKeys::Sight::None;
    if (!stamping.ledger_problem.empty() && !is_new)
        remarks.push_back({Grade::Warning, "bounces: stamps", stamping.ledger_problem,
                           "ask as root or as the daemon's user; a daemon that has "
                           "never run here makes it when it starts"});
    for (const auto& domain : settings.local.domains)
        remarks.push_back(review_domain(domain, settings.bounces, stamping));
    return remarks;
}

} // namespace mailreeve::ctl
