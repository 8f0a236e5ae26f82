// All that a session of the daemon needs, made of fakes and a configuration as text.
#pragma once

#include "mailreeve/bounce/storm.hh"
#include "mailreeve/metrics/registry.hh"
#include "milter/gate.hh"
#include "milter/negotiation.hh"
#include "snapshot/load.hh"
#include "test/support/fake_first_seen.hh"
#include "test/support/fake_resolver.hh"
#include "test/support/keys.hh"
#include "test/support/memory_ledger.hh"
#include "test/support/past_clock.hh"

#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace mailreeve::test {

// What is not answered at once counts as silent: the clock's deadlines have passed.
class Doorstep {
public:
    explicit Doorstep(const std::string& yaml = "",
                      milter::Admission::Limits limits = {})
        : admission{limits, clock}
    {
        configure(yaml);
    }

    // What a reload does. Throws what an administrator would read.
    void configure(const std::string& yaml)
    {
        auto loaded = snapshot::load_text("test.yaml", yaml);
        if (!loaded.ok())
            throw std::runtime_error{loaded.diagnostics.text()};
        auto& configuration = loaded.configuration;
        services_.storm = configuration.settings.bounces.storm > 0 ? &storm_ : nullptr;
        current.exchange(std::make_shared<const snapshot::Snapshot>(
            std::move(configuration.settings), std::move(configuration.lists),
            ++generation_, services_));
    }

    // Another resolver than the faked one, from the next configuration on.
    void use(const dns::Resolver& other) { services_.resolver = &other; }

    // What is kept from now on is kept here; before, the MTA holds it.
    void keep_in(quarantine::Quarantine& quarantine) { gate.quarantine = &quarantine; }

    // Who looks into archives from now on; before, nobody.
    void unpack_by(attachment::Unpacker& unpacker) { gate.unpacker = &unpacker; }

    // The lines of the log since the last call.
    std::vector<std::string> take_log()
    {
        log.flush(std::chrono::steady_clock::now() + std::chrono::seconds{10});
        return lines_.exchange({});
    }

    PastClock clock;
    FakeResolver resolver;
    milter::Admission admission;
    Guarded<std::shared_ptr<const snapshot::Snapshot>> current;
    metrics::Registry registry;
    milter::SessionMetrics metrics{registry, clock};
    milter::Poison poison{clock};
    MemoryLedger ledger;
    bounce::Keys keys{one_key()};

private:
    using Lines = Guarded<std::vector<std::string>>;

    class LineSink final : public log::Sink {
    public:
        explicit LineSink(Lines& lines) : lines_{lines} {}

        std::size_t write(std::span<const log::Entry> entries,
                          const std::stop_token& /*stop*/) override
        {
            lines_.with([&](auto& lines) {
                for (const auto& entry : entries)
                    lines.push_back(entry.text);
            });
            return entries.size();
        }

    private:
        Lines& lines_;
    };

    static std::shared_ptr<const bounce::KeyRing> one_key()
    {
        return std::make_shared<const bounce::KeyRing>(ring({{"0a1b2c3d", at(0)}}));
    }

    Lines lines_;
    bounce::Storm storm_{{.per_minute = 30}};
    bounce::Stamper stamper_{keys, ledger, clock};
    FakeFirstSeen first_seen_;
    rbl::Health health_{clock, [](const rbl::Trouble&) {}};
    inspect::Services services_{&resolver, &health_, &first_seen_, &clock,
                                &keys,     &ledger,  &storm_};
    std::uint64_t generation_ = 0;

public:
    log::Log log{std::make_unique<LineSink>(lines_), clock};
    log::Rate rate{clock};
    milter::Gate gate{current, clock, log, rate, metrics, admission, poison, stamper_};
};

} // namespace mailreeve::test
