#include "ctl/explain_view.hh"
#include "ctl/table.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/log/escape.hh"

#include <ostream>
#include <string_view>

namespace mailreeve::ctl {

namespace {

std::string verdict_text(const policy::Decision& decision)
{
    std::string text{policy::name(decision.verdict)};
    if (const auto* reply = policy::reply(decision.verdict))
        text += ": " + reply_text(*reply);
    if (const auto* kept = std::get_if<policy::Quarantine>(&decision.verdict))
        text += ": " + kept->reason;
    if (!decision.removals.empty() && !policy::is_held(decision.verdict))
        text += ", without " + std::to_string(decision.removals.size()) +
                (decision.removals.size() == 1 ? " attachment" : " attachments");
    if (decision.withheld) {
        text += " (withheld: ";
        text.append(policy::name(*decision.withheld)) += ')';
    }
    return text;
}

std::string why_text(const policy::Decision& decision)
{
    auto text = std::string{score::name(decision.level)} + ", " +
                decision.score.text() + " points (spam from " +
                decision.thresholds.spam.text() + ", surespam from " +
                decision.thresholds.surespam.text() + ')';
    if (!decision.cause.empty())
        text += "; decided by " + decision.cause;
    return text;
}

void print_findings(const policy::Decision& decision, std::ostream& out)
{
    if (decision.findings.empty())
        return;
    Table table{{"FINDING", "POINTS", "WHY"}};
    for (const auto& finding : decision.findings)
        table.add({finding.symbol,
                   finding.answered == score::Answered::Yes ? finding.points.text()
                                                            : "unknown",
                   finding.evidence});
    out << '\n' << table.text();
}

// A value of several lines, each escaped.
void print_field(std::string_view name, const std::string& value, std::ostream& out)
{
    out << log::escape(name) << ": ";
    std::string_view rest{value};
    for (;;) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        const auto indent = line.starts_with('\t') ? "        " : "";
        out << indent << log::escape(ascii::trim(line), log::Alphabet::Utf8, 4096)
            << '\n';
        if (end == std::string_view::npos)
            return;
        rest.remove_prefix(end + 1);
    }
}

void print_fields(const Explanation& explanation, std::ostream& out)
{
    if (!explanation.added.empty() || !explanation.subjects.empty())
        out << '\n';
    for (const auto& field : explanation.added)
        print_field(field.name, field.value, out);
    for (const auto& subject : explanation.subjects)
        print_field("Subject", subject, out);
}

} // namespace

std::string reply_text(const policy::Reply& reply)
{
    return std::to_string(reply.code) + ' ' + reply.enhanced + ' ' + reply.text;
}

void print_text(const Explanation& explanation, std::ostream& out)
{
    out << "origin: " << inspect::name(explanation.origin) << '\n';
    for (const auto& recipient : explanation.recipients)
        out << "to " << log::escape(recipient.address.text()) << ": "
            << log::escape(verdict_text(recipient.decision))
            << (recipient.at_rcpt ? " (at RCPT)" : "") << '\n';
    const auto& decision = explanation.shown();
    if (explanation.message)
        out << "the message: " << log::escape(verdict_text(decision)) << '\n';
    out << "why: " << log::escape(why_text(decision)) << '\n';
    print_findings(decision, out);
    print_parts(explanation, out);
    print_fields(explanation, out);
}

} // namespace mailreeve::ctl
