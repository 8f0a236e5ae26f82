#include "milter/verdict_log.hh"

#include "mailreeve/net/ip_address.hh"
#include "snapshot/verdict_headers.hh"

namespace mailreeve::milter {

namespace {

constexpr std::size_t max_list = 2048; // bytes of the recipients or findings of a line

std::string address_text(const std::optional<net::IpAddress>& address)
{
    return address ? address->text() : "-";
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator)
{
    std::string list;
    for (const auto& text : texts)
        list.append(list.empty() ? "" : separator).append(text);
    return list;
}

std::string recipients(const Recipients& recipients)
{
    auto list = joined(recipients.shown(), ",");
    if (recipients.hidden() > 0)
        list += ",+" + std::to_string(recipients.hidden());
    return list;
}

std::string findings(const policy::Decision& decision)
{
    std::vector<std::string> texts;
    for (const auto& finding : decision.findings)
        texts.push_back(snapshot::text(finding));
    return joined(texts, " ");
}

std::string evidence(const policy::Decision& decision)
{
    std::vector<std::string> texts;
    for (const auto& finding : decision.findings)
        if (!finding.evidence.empty())
            texts.push_back(finding.symbol + ": " + finding.evidence);
    return joined(texts, "; ");
}

std::string stripped(const policy::Decision& decision)
{
    std::vector<std::string> paths;
    if (policy::reply(decision.verdict) == nullptr &&
        !policy::is_held(decision.verdict))
        for (const auto& removal : decision.removals)
            paths.push_back(removal.path);
    return joined(paths, "; ");
}

void with_text(log::Record& line, std::string_view key, std::string_view text,
               std::size_t limit = log::max_value)
{
    if (!text.empty())
        line.with(key, text, limit);
}

void with_decision(log::Record& line, const policy::Decision& decision)
{
    line.with("verdict", policy::name(decision.verdict));
    if (decision.withheld)
        line.with("withheld", policy::name(*decision.withheld));
    line.with("level", score::name(decision.level));
    line.with("score", decision.score.text());
    with_text(line, "cause", decision.cause);
}

void with_reasons(log::Record& line, const policy::Decision& decision)
{
    with_text(line, "stripped", stripped(decision), max_list);
    line.with("findings", findings(decision), max_list);
    with_text(line, "evidence", evidence(decision), max_evidence);
    if (const auto* kept = std::get_if<policy::Quarantine>(&decision.verdict))
        line.with("reason", kept->reason);
}

} // namespace

log::Record verdict_line(const VerdictRecord& record, const policy::Decision* decision)
{
    log::Record line{"verdict", {record.id, record.queue_id}};
    line.with("stage", name(record.stage));
    if (decision != nullptr)
        with_decision(line, *decision);
    else
        line.with("verdict", "none");
    with_text(line, "note", record.note);
    line.with("client", address_text(record.client.address));
    line.with("name", record.client.name);
    line.with("helo", record.helo);
    line.with("from", record.sender);
    line.with("to", recipients(record.recipients), max_list);
    with_text(line, "differing", joined(record.differing, " "), max_list);
    line.with("origin", inspect::name(record.origin));
    with_text(line, "msgid", record.message_id);
    with_text(line, "reply", record.reply);
    with_text(line, "lacking", record.lacking);
    if (decision != nullptr)
        with_reasons(line, *decision);
    return line;
}

log::Record fault_line(const VerdictRecord& record, std::string_view what)
{
    return log::Record{"fault", {record.id, record.queue_id}}
        .with("stage", name(record.stage))
        .with("what", what)
        .with("client", address_text(record.client.address))
        .with("from", record.sender);
}

} // namespace mailreeve::milter
