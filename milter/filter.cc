#include "milter/filter.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/metrics/process.hh"
#include "mailreeve/store/database.hh"
#include "mailreeve/store/migrations.hh"
#include "milter/start_refused.hh"

#include <array>
#include <chrono>
#include <system_error>
#include <utility>

namespace mailreeve::milter {

namespace {

constexpr std::chrono::seconds settling{2};

store::Database open_state(const std::filesystem::path& file)
{
    store::Database database{file};
    static const std::array schemas{rbl::first_seen_schema, bounce::bounces_schema};
    store::migrate(database, schemas);
    return database;
}

std::filesystem::path state_file(const snapshot::Configuration& configuration)
{
    return configuration.start.state / "state.db";
}

// The state is ours to keep: without it nothing is promised, so nothing is begun.
template <class Make>
auto or_refuse(const Make& make)
{
    try {
        return make();
    } catch (const store::StoreError& error) {
        throw StartRefused{Exit::CannotCreate, error.what()};
    }
}

std::unique_ptr<bounce::SqliteLedger> open_ledger(const std::filesystem::path& state,
                                                  store::Committer& committer,
                                                  const Clock& clock,
                                                  store::Committer::Tell tell)
{
    return or_refuse([&] {
        auto reader = open_state(state / "state.db");
        return std::make_unique<bounce::SqliteLedger>(
            state / "ledger", bounce::SqliteLedger::State{reader, committer}, clock,
            std::move(tell));
    });
}

rbl::SqliteFirstSeen remembered(const snapshot::Configuration& configuration,
                                store::Committer& committer, const Clock& clock)
{
    auto reader = open_state(state_file(configuration));
    return {reader, committer, clock.wall(), configuration.settings.rbl.first_seen};
}

} // namespace

Filter::Filter(snapshot::Configuration configuration, std::filesystem::path file,
               Admission& admission, const Clock& clock, log::Log& log)
    : file_{std::move(file)}, running_{std::move(configuration)}, clock_{clock},
      log_{log}, admission_{admission},
      session_metrics_{registry_, clock}, rate_{clock}, poison_{clock},
      committer_{[this] { return open_state(state_file(running_)); },
                 [this](const std::string& what) { tell_of_store(what); }},
      first_seen_{remembered(running_, committer_, clock)}, keys_{keys_at_start(
                                                                running_.start.state,
                                                                clock.wall())},
      ledger_{open_ledger(running_.start.state, committer_, clock,
                          [this](const std::string& what) { tell_of_store(what); })},
      storm_{{.per_minute = running_.settings.bounces.storm}}, stamper_{keys_, *ledger_,
                                                                        clock},
      upkeep_{{running_.start.state, keys_, *ledger_, clock, log}},
      custody_{running_.start.state, running_.settings.quarantine, clock, log},
      unpacking_{running_.settings.attachments.unpack},
      health_{clock, [this](const rbl::Trouble& trouble) { tell(trouble); },
              running_.settings.rbl.silence},
      resolver_{running_.settings.dns,
                [this](const std::string& text) {
                    log_.write(log::Severity::Warning,
                               log::Record{"dns"}.with("notice", text));
                }},
      current_{std::make_shared<const snapshot::Snapshot>(
          running_.settings, running_.lists, generation_, services())},
      gate_{current_,
            clock_,
            log_,
            rate_,
            session_metrics_,
            admission_,
            poison_,
            stamper_,
            &custody_.quarantine(),
            &unpacking_,
            &custody_.in_flight(),
            running_.start.state}
{
    if (running_.settings.attachments.mode != attachment::Mode::Off)
        start_workers();
    // What the MTA does while we are away, postconf knows: we do not ask it.
    if (running_.settings.attachments.mode == attachment::Mode::Strip)
        log_.write(log::Severity::Notice,
                   log::Record{"attachments"}
                       .with("mode", "strip")
                       .with("notice",
                             "mail is lost where milter_default_action is accept: "
                             "mailreevectl check"));
    add_metrics();
}

// Without them archives would not be looked into, and their mail not be taken in.
void Filter::start_workers()
{
    try {
        unpacking_.start();
    } catch (const std::system_error& error) {
        const auto& program = running_.settings.attachments.unpack.worker;
        throw StartRefused{Exit::System, program.string() + ": " + error.what(),
                           "attachments.unpack.worker must name mailreeve-unpack"};
    }
}

inspect::Services Filter::services()
{
    return {&resolver_,
            &health_,
            &first_seen_,
            &clock_,
            &keys_,
            ledger_.get(),
            running_.settings.bounces.storm > 0 ? &storm_ : nullptr};
}

std::string Filter::signing_key() const
{
    const auto ring = keys_.copy();
    const auto* key = ring ? ring->signing(clock_.wall()) : nullptr;
    return key != nullptr ? key->info().id : std::string{};
}

bounce::Standing Filter::standing(const mail::Domain& domain) const
{
    return bounce::standing(current()->settings().bounces, domain,
                            ledger_->stamping_since(domain), clock_.wall());
}

void Filter::tell_of_store(const std::string& what)
{
    if (rate_.allows("store"))
        log_.write(log::Severity::Error, log::Record{"store"}.with("failed", what));
}

void Filter::look_after()
{
    upkeep_.look(current()->settings().bounces);
    custody_.look_after();
}

void Filter::tell(const rbl::Trouble& trouble)
{
    auto record = log::Record{"rbl"}.with("zone", trouble.zone);
    record.with("unusable", trouble.why ? rbl::name(*trouble.why) : "no");
    record.with("times", trouble.times).with("advice", trouble.sentence);
    log_.write(trouble.why ? log::Severity::Warning : log::Severity::Notice, record);
}

// Empty when they are in force; otherwise why the old ones stay.
std::string Filter::reload_keys()
{
    try {
        upkeep_.read_keys();
        return {};
    } catch (const std::runtime_error& refused) {
        return std::string{refused.what()} + '\n';
    }
}

Reload Filter::reload()
{
    auto loaded = snapshot::load(file_);
    Reload result;
    result.generation = generation_;
    result.text = loaded.diagnostics.text();
    if (!loaded.ok())
        return result;
    if (const auto problem = reload_keys(); !problem.empty()) {
        result.text += problem;
        return result;
    }
    auto& configuration = loaded.configuration;
    custody_.reload(configuration.settings.quarantine);
    result.needs_restart = snapshot::restart_needed(running_, configuration);
    result.generation = ++generation_;
    result.done = true;
    current_.exchange(std::make_shared<const snapshot::Snapshot>(
        std::move(configuration.settings), std::move(configuration.lists), generation_,
        services()));
    return result;
}

void Filter::settle()
{
    (void)committer_.commit([](store::Database&) {})
        .wait_until(clock_.now() + settling);
    (void)log_.flush(clock_.now() + settling);
    custody_.in_flight().settle();
}

void Filter::add_server_metrics()
{
    using metrics::Sample;
    registry_.collect(
        "mailreeve_dns_round_trip_seconds", "Smoothed round trip of each name server.",
        metrics::Type::Gauge, [this] {
            std::vector<Sample> samples;
            for (const auto& server : dns().servers)
                samples.push_back(
                    {{{"server", server.address}},
                     std::chrono::duration<double>{server.round_trip}.count()});
            return samples;
        });
    registry_.collect("mailreeve_dns_server_well", "Whether a name server is asked.",
                      metrics::Type::Gauge, [this] {
                          std::vector<Sample> samples;
                          for (const auto& server : dns().servers)
                              samples.push_back({{{"server", server.address}},
                                                 server.well ? 1.0 : 0.0});
                          return samples;
                      });
    registry_.collect("mailreeve_list_silent", "Whether a DNS list is not waited for.",
                      metrics::Type::Gauge, [this] {
                          std::vector<Sample> samples;
                          for (const auto& list : current()->lists())
                              samples.push_back({{{"list", list->name}},
                                                 is_silent(list->zone) ? 1.0 : 0.0});
                          return samples;
                      });
}

void Filter::add_metrics()
{
    using metrics::Type;
    metrics::add_process_metrics(registry_);
    add_server_metrics();
    expose(registry_, admission_);
    const auto one = [this](std::string_view name, std::string_view help, Type type,
                            auto read) {
        registry_.collect_one(name, help, type, [this, read] {
            return static_cast<double>(read(*this));
        });
    };
    one("mailreeve_generation", "The configuration in force; counts reloads.",
        Type::Gauge, [](const Filter& f) { return f.current()->generation(); });
    one("mailreeve_dns_questions_total", "Lookups asked for.", Type::Counter,
        [](const Filter& f) { return f.dns().questions; });
    one("mailreeve_dns_cache_hits_total", "Lookups answered from the cache.",
        Type::Counter, [](const Filter& f) { return f.dns().cache_hits; });
    one("mailreeve_dns_queries_total", "Queries sent to name servers.", Type::Counter,
        [](const Filter& f) { return f.dns().queries; });
    one("mailreeve_dns_timeouts_total", "Lookups without an answer in time.",
        Type::Counter, [](const Filter& f) { return f.dns().timeouts(); });
    one("mailreeve_dns_mismatches_total", "Packets that were not the answer.",
        Type::Counter, [](const Filter& f) { return f.dns().mismatches; });
    one("mailreeve_dns_cache_bytes", "What the cache holds.", Type::Gauge,
        [](const Filter& f) { return f.dns().cache_bytes; });
    one("mailreeve_log_dropped_total", "Log records without room.", Type::Counter,
        [](const Filter& f) { return f.log_.statistics().dropped; });
    one("mailreeve_ledger_unanswered_total",
        "Lookups and counts of bounces that the ledger did not answer.", Type::Counter,
        [](const Filter& f) { return f.ledger_->unanswered(); });
    one("mailreeve_quarantine_messages", "Messages that are kept.", Type::Gauge,
        [](const Filter& f) { return f.kept().messages; });
    one("mailreeve_quarantine_bytes", "What they take on the disk.", Type::Gauge,
        [](const Filter& f) { return f.kept().bytes; });
    one("mailreeve_quarantine_not_kept_total", "Messages that could not be kept.",
        Type::Counter, [](const Filter& f) { return f.kept().not_kept; });
    one("mailreeve_unpack_requests_total", "Files that workers looked into.",
        Type::Counter, [](const Filter& f) { return f.unpacked().requests; });
    one("mailreeve_unpack_replaced_total", "Workers that were lost and replaced.",
        Type::Counter, [](const Filter& f) { return f.unpacked().replaced; });
    one("mailreeve_unpack_crashed_total", "Files that ended two workers.",
        Type::Counter, [](const Filter& f) { return f.unpacked().crashed; });
    one("mailreeve_store_failed_total", "Writes of state that failed.", Type::Counter,
        [](const Filter& f) { return f.committer_.counts().failed; });
}

} // namespace mailreeve::milter
