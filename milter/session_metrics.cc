#include "milter/session_metrics.hh"

#include <string>
#include <string_view>

namespace mailreeve::milter {

SessionMetrics::SessionMetrics(metrics::Registry& registry, const Clock& clock)
    : registry_{registry}, clock_{clock}
{
    for (std::size_t i = 0; i < stages; ++i)
        latency_[i] = &registry.histogram(
            "mailreeve_stage_seconds", "Time spent on what the MTA said, by stage.",
            {{"stage", std::string{name(static_cast<Stage>(i))}}});
}

metrics::Counter& SessionMetrics::verdict_counter(std::string_view verdict, Stage stage)
{
    return registry_.counter(
        "mailreeve_verdicts_total",
        "Verdicts: on recipients who were refused at RCPT, and on messages.",
        {{"verdict", std::string{verdict}}, {"stage", std::string{name(stage)}}});
}

std::vector<std::pair<std::string, std::uint64_t>> SessionMetrics::verdicts()
{
    std::vector<std::pair<std::string, std::uint64_t>> all;
    for (const auto* verdict : {"accept", "tag", "quarantine", "defer", "reject"})
        all.emplace_back(verdict, verdict_counter(verdict, Stage::Recipient).value() +
                                      verdict_counter(verdict, Stage::End).value());
    return all;
}

void SessionMetrics::count(Stage stage, const policy::Decision& decision)
{
    verdict_counter(policy::name(decision.verdict), stage).add();
    for (const auto& finding : decision.findings)
        count_finding(finding);
}

void SessionMetrics::count_finding(const score::Finding& finding)
{
    const bool known = finding.answered == score::Answered::Yes;
    registry_
        .counter("mailreeve_findings_total", "Findings in verdicts, by symbol.",
                 {{"symbol", finding.symbol}, {"answered", known ? "yes" : "unknown"}})
        .add();
}

void SessionMetrics::count_refusal(Stage stage)
{
    registry_
        .counter("mailreeve_turned_away_total",
                 "Answers 4xx for a limit or a fault of our own, by stage.",
                 {{"stage", std::string{name(stage)}}})
        .add();
}

void SessionMetrics::count_fault(Stage stage)
{
    registry_
        .counter("mailreeve_faults_total", "Faults of our own, by stage.",
                 {{"stage", std::string{name(stage)}}})
        .add();
}

void SessionMetrics::count_aborted()
{
    registry_
        .counter("mailreeve_aborted_total", "Messages that had a recipient and no end.")
        .add();
}

void SessionMetrics::count_stamp(StampResult result)
{
    constexpr std::array words{"stamped", "not_ours", "failed"};
    registry_
        .counter("mailreeve_stamps_total",
                 "Messages that left, by what became of their stamp.",
                 {{"result", words.at(static_cast<std::size_t>(result))}})
        .add();
}

void expose(metrics::Registry& registry, const Admission& admission)
{
    const auto add = [&](std::string_view name, std::string_view help,
                         metrics::Type type, auto member) {
        registry.collect_one(name, help, type, [&admission, member] {
            return static_cast<double>(admission.count().*member);
        });
    };
    using Count = Admission::Count;
    using metrics::Type;
    add("mailreeve_sessions", "Connections of MTAs.", Type::Gauge, &Count::sessions);
    add("mailreeve_messages", "Messages between MAIL and their end.", Type::Gauge,
        &Count::messages);
    add("mailreeve_work", "Recipients and messages that are being judged.", Type::Gauge,
        &Count::work);
    add("mailreeve_sessions_refused_total", "Connections over the limit.",
        Type::Counter, &Count::sessions_refused);
    add("mailreeve_work_refused_total", "Judgements over the limit.", Type::Counter,
        &Count::work_refused);
    add("mailreeve_messages_begun_total", "MAIL commands.", Type::Counter,
        &Count::messages_begun);
}

} // namespace mailreeve::milter
