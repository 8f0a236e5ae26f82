// Since when the mail of each domain has been stamped, without a pause.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/store/database.hh"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

struct DomainLimits {
    std::size_t domains = 10'000; // whose stamps are remembered
    // Without a stamp; then mail may have left that was not stamped. As long as stamps
    // live, for bounces of what left before it are late enough by then.
    std::chrono::hours pause{14 * 24};
};

struct StampedDomain {
    std::string domain;
    WallTime since; // the first stamp after the last pause
    WallTime last;  // the newest one; on disk, up to a day behind

    bool operator==(const StampedDomain&) const = default;
};

// Thread-safe.
class MAILREEVE_API StampedDomains {
public:
    StampedDomains(const std::vector<StampedDomain>& known, const DomainLimits& limits);

    // Notes a stamp of that time. Gives what has changed enough to be written: at most
    // once a day and domain, but for clocks that go back. A time that lies before the
    // first stamp by more than a pause is a clock's fault and changes nothing.
    std::optional<StampedDomain> note(std::string_view domain, WallTime when);

    std::optional<WallTime> since(std::string_view domain) const;

    // Puts `oldest`, the time of the oldest entry that there is, in place of times that
    // cannot be: later than `now` by more than a day, or before any stamp was made.
    // Gives what is to be written.
    std::vector<StampedDomain> correct(WallTime now, WallTime oldest);

private:
    struct Times {
        WallTime since;
        WallTime last;
        WallTime written; // what of `last` is on disk
    };
    using Domains = std::map<std::string, Times, std::less<>>;

    bool has_changed(Times& times, WallTime when) const;

    DomainLimits limits_;
    Guarded<Domains> domains_;
};

// Nothing was stamped before: what is earlier is a clock that was wrong.
inline constexpr WallTime first_stamp{
    std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

// At most `max`. Passes over rows that mailreeve cannot have written. Throws
// StoreError.
std::vector<StampedDomain> read_stamped_domains(store::Database& state,
                                                std::size_t max);

// Throws StoreError.
void write(store::Database& state, const StampedDomain& domain);

} // namespace mailreeve::bounce
