#include "mailreeve/bounce/stamped_domains.hh"

#include "mailreeve/bounce/entry_row.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/store/statement.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

constexpr std::chrono::days day{1};

bool is_later_day(WallTime time, WallTime than)
{
    return std::chrono::floor<std::chrono::days>(time) >
           std::chrono::floor<std::chrono::days>(than);
}

// A row that mailreeve cannot have written is passed over: it is not worth a stop.
void read_domain(const store::Rows& row, std::vector<StampedDomain>& domains)
{
    try {
        const auto since = time_of_row(row.integer(1, 0, max_row_time));
        const auto last = time_of_row(row.integer(2, 0, max_row_time));
        domains.push_back(
            {row.text(0, mail::max_domain), since, std::max(since, last)});
    } catch (const store::StoreError& error) {
        if (error.fault() != store::Fault::Content)
            throw;
    }
}

} // namespace

StampedDomains::StampedDomains(const std::vector<StampedDomain>& known,
                               const DomainLimits& limits)
    : limits_{limits}
{
    domains_.with([&](Domains& domains) {
        for (const auto& [domain, since, last] : known)
            domains.emplace(domain, Times{since, last, last});
    });
}

std::optional<StampedDomain> StampedDomains::note(std::string_view domain,
                                                  WallTime when)
{
    when = time_of_row(row_time(when)); // far from the ends of what can be counted
    return domains_.with([&](Domains& domains) -> std::optional<StampedDomain> {
        const auto found = domains.find(domain);
        if (found != domains.end())
            return has_changed(found->second, when)
                       ? std::optional{StampedDomain{found->first, found->second.since,
                                                     found->second.last}}
                       : std::nullopt;
        if (domains.size() >= limits_.domains || domain.size() > mail::max_domain)
            return std::nullopt;
        domains.emplace(domain, Times{when, when, when});
        return StampedDomain{std::string{domain}, when, when};
    });
}

bool StampedDomains::has_changed(Times& times, WallTime when) const
{
    if (when < times.since - limits_.pause)
        return false;
    const bool paused = when > times.last + limits_.pause;
    const bool earlier = when < times.since;
    if (paused || earlier)
        times.since = when;
    times.last = std::max(times.last, when);
    if (!paused && !earlier && !is_later_day(times.last, times.written))
        return false;
    times.written = times.last;
    return true;
}

std::optional<WallTime> StampedDomains::since(std::string_view domain) const
{
    return domains_.with([&](const Domains& domains) -> std::optional<WallTime> {
        const auto found = domains.find(domain);
        return found == domains.end() ? std::nullopt
                                      : std::optional{found->second.since};
    });
}

std::vector<StampedDomain> StampedDomains::correct(WallTime now, WallTime oldest)
{
    std::vector<StampedDomain> corrected;
    if (oldest > now) // then it is this clock that is wrong
        return corrected;
    domains_.with([&](Domains& domains) {
        for (auto& [domain, times] : domains) {
            if (times.since <= now + day && times.since >= first_stamp)
                continue;
            const auto last = std::clamp(times.last, oldest, now);
            times = {oldest, last, last};
            corrected.push_back({domain, oldest, last});
        }
    });
    return corrected;
}

std::vector<StampedDomain> read_stamped_domains(store::Database& state, std::size_t max)
{
    std::vector<StampedDomain> domains;
    store::Statement ask{state,
                         "SELECT domain, since, last FROM stamping_since LIMIT ?"};
    auto rows = ask.rows(static_cast<std::int64_t>(max));
    while (rows.next())
        read_domain(rows, domains);
    return domains;
}

void write(store::Database& state, const StampedDomain& domain)
{
    state
        .prepared("INSERT INTO stamping_since(domain, since, last) VALUES(?, ?, ?) "
                  "ON CONFLICT(domain) DO UPDATE SET since = excluded.since, "
                  "last = excluded.last")
        .run(domain.domain, row_time(domain.since), row_time(domain.last));
}

} // namespace mailreeve::bounce
