// All that judging needs, built once: resolver, memory, metrics and the configuration
// in force.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/bounce/stamper.hh"
#include "mailreeve/bounce/standing.hh"
#include "mailreeve/bounce/storm.hh"
#include "mailreeve/dns/udp_resolver.hh"
#include "mailreeve/inspect/services.hh"
#include "mailreeve/log/log.hh"
#include "mailreeve/log/rate.hh"
#include "mailreeve/metrics/registry.hh"
#include "mailreeve/rbl/health.hh"
#include "mailreeve/rbl/sqlite_first_seen.hh"
#include "mailreeve/store/committer.hh"
#include "milter/admission.hh"
#include "milter/custody.hh"
#include "milter/gate.hh"
#include "milter/operations.hh"
#include "milter/poison.hh"
#include "milter/session_metrics.hh"
#include "milter/unpacking.hh"
#include "milter/upkeep.hh"
#include "snapshot/load.hh"
#include "snapshot/snapshot.hh"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::milter {

// Lives as long as the process: sessions and the resolver's thread hold on to it.
class Filter {
public:
    // `configuration` is what was read from `file`. What is passed by reference must
    // outlive it. Throws StartRefused when the state cannot be opened,
    // std::system_error when the system gives no thread.
    Filter(snapshot::Configuration configuration, std::filesystem::path file,
           Admission& admission, const Clock& clock, log::Log& log);

    const Gate& gate() const { return gate_; }

    // Reads the file again and puts it in force, or says why not. One at a time.
    Reload reload();

    // Keeps keys and ledger in order: from time to time (Upkeep::interval), on one
    // thread.
    void look_after();

    // Writes what waits to be written, but not for ever.
    void settle();

    std::shared_ptr<const snapshot::Snapshot> current() const
    {
        return current_.copy();
    }
    const std::filesystem::path& file() const { return file_; }
    dns::Statistics dns() const { return resolver_.statistics(); }
    bool is_silent(const std::string& zone) { return health_.zone(zone)->is_silent(); }
    const metrics::Registry& metrics() const { return registry_; }

    // {"accept", 4711}, ... since the start.
    std::vector<std::pair<std::string, std::uint64_t>> verdicts()
    {
        return session_metrics_.verdicts();
    }

    std::vector<std::pair<std::string, std::uint64_t>> stamps()
    {
        return session_metrics_.stamps();
    }
    std::vector<std::pair<std::string, std::uint64_t>> bounces()
    {
        return session_metrics_.bounces();
    }

    quarantine::Counts kept() const { return custody_.quarantine().counts(); }
    attachment::PoolCounters unpacked() const { return unpacking_.counters(); }

    // The key that signs now; empty: none.
    std::string signing_key() const;

    // What holds for bounces to a domain of ours now.
    bounce::Standing standing(const mail::Domain& domain) const;

private:
    inspect::Services services();
    void start_workers();
    void tell(const rbl::Trouble& trouble);
    std::string reload_keys();
    void tell_of_store(const std::string& what);
    void add_metrics();
    void add_server_metrics();

    std::filesystem::path file_;
    snapshot::Configuration running_; // as the process was started
    const Clock& clock_;
    log::Log& log_;
    Admission& admission_;
    metrics::Registry registry_;
    SessionMetrics session_metrics_;
    log::Rate rate_;
    Poison poison_;
    store::Committer committer_;
    rbl::SqliteFirstSeen first_seen_;
    bounce::Keys keys_;
    std::unique_ptr<bounce::SqliteLedger> ledger_;
    bounce::Storm storm_;
    bounce::Stamper stamper_;
    Upkeep upkeep_;
    Custody custody_;
    Unpacking unpacking_;
    rbl::Health health_;
    dns::UdpResolver resolver_;
    std::uint64_t generation_ = 1;
    Guarded<std::shared_ptr<const snapshot::Snapshot>> current_;
    Gate gate_;
};

} // namespace mailreeve::milter
