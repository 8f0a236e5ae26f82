#include "snapshot/verdict_headers.hh"

#include "mailreeve/mail/authentication_results.hh"

#include <algorithm>

namespace mailreeve::snapshot {

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

std::string results_value(const std::string& authserv_id, const std::string& iprev,
                          const std::string& address)
{
    return mail::AuthenticationResults{authserv_id,
                                       {{"iprev", iprev, {{"policy.iprev", address}}}}}
        .text();
}

} // namespace mailreeve::snapshot
