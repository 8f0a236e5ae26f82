#include "milter/session_metrics.hh"

#include "policy/symbols.hh"

#include <string>
#include <string_view>

namespace mailreeve::milter {

namespace {

constexpr std::array<std::string_view, 3> stamp_words{"stamped", "not_ours", "failed"};

} // namespace

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
    if (decision.withheld)
        count_withheld(decision);
    for (const auto& finding : decision.findings)
        count_finding(finding);
}

// "Would have held N": what tells an administrator whether to leave learn.
void SessionMetrics::count_withheld(const policy::Decision& decision)
{
    registry_
        .counter("mailreeve_withheld_total",
                 "Verdicts that were only told: in mode observe, or while bounces are "
                 "learnt.",
                 {{"verdict", std::string{policy::name(*decision.withheld)}},
                  {"cause", decision.cause.empty() ? "score" : decision.cause}})
        .add();
}

metrics::Counter& SessionMetrics::finding_counter(std::string_view symbol, bool known)
{
    return registry_.counter(
        "mailreeve_findings_total", "Findings in verdicts, by symbol.",
        {{"symbol", std::string{symbol}}, {"answered", known ? "yes" : "unknown"}});
}

void SessionMetrics::count_finding(const score::Finding& finding)
{
    finding_counter(finding.symbol, finding.answered == score::Answered::Yes).add();
}

std::vector<std::pair<std::string, std::uint64_t>> SessionMetrics::bounces()
{
    std::vector<std::pair<std::string, std::uint64_t>> all;
    for (const auto symbol : policy::symbols::all)
        if (symbol.starts_with("BOUNCE_"))
            all.emplace_back(symbol, finding_counter(symbol, true).value());
    return all;
}

void SessionMetrics::count_stripped(std::size_t parts)
{
    registry_
        .counter("mailreeve_stripped_messages_total",
                 "Messages that went on without some of their files.")
        .add();
    registry_
        .counter("mailreeve_stripped_parts_total", "Files that were taken out of mail.")
        .add(parts);
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

metrics::Counter& SessionMetrics::stamp_counter(StampResult result)
{
    return registry_.counter(
        "mailreeve_stamps_total", "Messages that left, by what became of their stamp.",
        {{"result", std::string{stamp_words.at(static_cast<std::size_t>(result))}}});
}

void SessionMetrics::count_stamp(StampResult result)
{
    stamp_counter(result).add();
}

std::vector<std::pair<std::string, std::uint64_t>> SessionMetrics::stamps()
{
    std::vector<std::pair<std::string, std::uint64_t>> all;
    for (std::size_t n = 0; n < stamp_words.size(); ++n)
        all.emplace_back(stamp_words.at(n),
                         stamp_counter(static_cast<StampResult>(n)).value());
    return all;
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
