#include "milter/verdict_headers.hh"

#include <algorithm>

namespace mailreeve::milter {

std::string verdict_value(const policy::Decision& decision, const Id& id)
{
    std::string value{score::name(decision.level)};
    value += " score=" + decision.score.text();
    value += " spam=" + decision.thresholds.spam.text();
    value += " surespam=" + decision.thresholds.surespam.text();
    value += " id=" + id.text();
    if (decision.withheld)
        value.append(" withheld=").append(policy::name(*decision.withheld));
    return value;
}

std::string text(const score::Finding& finding)
{
    const bool known = finding.answered == score::Answered::Yes;
    return finding.symbol + '=' + (known ? finding.points.text() : "unknown");
}

std::string findings_value(std::span<const score::Finding> findings)
{
    if (findings.empty())
        return "none";
    std::string value;
    const auto shown = std::min(findings.size(), max_findings_shown);
    for (const auto& finding : findings.first(shown))
        value += (value.empty() ? "" : ", ") + text(finding);
    if (shown < findings.size())
        value += ", and " + std::to_string(findings.size() - shown) + " more";
    return value;
}

} // namespace mailreeve::milter
