// What a command asks with: the daemon's own machinery, for one moment.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/udp_resolver.hh"
#include "mailreeve/inspect/services.hh"
#include "mailreeve/rbl/first_seen.hh"
#include "mailreeve/rbl/health.hh"
#include "snapshot/load.hh"

#include <chrono>
#include <filesystem>
#include <optional>

namespace mailreeve::ctl {

struct Console;

// The configuration; nothing when it has errors. Errors and warnings are told
// on console.err.
std::optional<snapshot::Configuration> load(const std::filesystem::path& file,
                                            const Console& console);

// A first delivery, or one so long after the first; remembers nothing.
class SupposedFirstSeen final : public rbl::FirstSeen {
public:
    explicit SupposedFirstSeen(std::chrono::seconds age) : age_{age} {}

    std::chrono::seconds age(const rbl::Triplet& /*triplet*/, WallTime /*now*/) override
    {
        return age_;
    }

private:
    std::chrono::seconds age_;
};

// Asks the name servers of the configuration. Thread-safe as the daemon's.
class Services {
public:
    Services(const dns::Settings& settings, std::chrono::seconds known_for);

    const dns::Resolver& resolver() const { return resolver_; }
    const Clock& clock() const { return clock_; }

    // Lives as long as this object. Bounces are not judged, until keys and ledger are
    // given to it.
    inspect::Services for_inspections();

private:
    SystemClock clock_;
    SupposedFirstSeen first_seen_;
    rbl::Health health_;
    dns::UdpResolver resolver_; // goes first: its answers use the others
};

} // namespace mailreeve::ctl
