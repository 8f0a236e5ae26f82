// What sessions count and measure.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/metrics/registry.hh"
#include "milter/admission.hh"
#include "milter/answer.hh"
#include "policy/verdict.hh"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::milter {

enum class StampResult {
    Stamped,
    NotOurs, // the sender is in no domain of ours, or bounces are off for it
    Failed,
};

// Thread-safe.
class SessionMetrics {
public:
    // Both must outlive it.
    SessionMetrics(metrics::Registry& registry, const Clock& clock);

    // Measures a stage until it goes.
    class Timer {
    public:
        Timer(SessionMetrics& metrics, Stage stage)
            : metrics_{metrics}, stage_{stage}, begun_{metrics.clock_.now()}
        {
        }
        Timer(const Timer&) = delete;
        Timer& operator=(const Timer&) = delete;
        ~Timer() { metrics_.measured(stage_, metrics_.clock_.now() - begun_); }

    private:
        SessionMetrics& metrics_;
        Stage stage_;
        Deadline begun_;
    };
    Timer time(Stage stage) { return {*this, stage}; }

    // A verdict with its findings: on a recipient who is refused, or on a message.
    void count(Stage stage, const policy::Decision& decision);

    void count_stripped(std::size_t parts); // of a message that goes on
    void count_refusal(Stage stage);        // for a limit of ours, or a fault
    void count_fault(Stage stage);          // what was thrown
    void count_aborted();                   // messages that had no end
    void count_stamp(StampResult result);   // of a message that leaves

    // How many there were of each, whatever the stage: {"accept", 4711}, ...
    std::vector<std::pair<std::string, std::uint64_t>> verdicts();

    // The same of stamps: {"stamped", 4711}, ...
    std::vector<std::pair<std::string, std::uint64_t>> stamps();

    // The same of findings that were known, for what came back: {"BOUNCE_VALID", 12}.
    std::vector<std::pair<std::string, std::uint64_t>> bounces();

private:
    metrics::Counter& stamp_counter(StampResult result);
    metrics::Counter& finding_counter(std::string_view symbol, bool known);
    metrics::Counter& verdict_counter(std::string_view verdict, Stage stage);
    void count_withheld(const policy::Decision& decision);
    void count_finding(const score::Finding& finding);
    void measured(Stage stage, Deadline::duration took)
    {
        latency_[static_cast<std::size_t>(stage)]->observe(took);
    }

    metrics::Registry& registry_;
    const Clock& clock_;
    std::array<metrics::Histogram*, stages> latency_{};
};

// Sessions, messages and work that are going on, and what was refused: read whenever
// they are asked for. `admission` must outlive the registry's use.
void expose(metrics::Registry& registry, const Admission& admission);

} // namespace mailreeve::milter
