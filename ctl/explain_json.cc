#include "control/json.hh"
#include "ctl/explain_view.hh"

#include <ostream>
#include <string_view>

namespace mailreeve::ctl {

namespace {

using control::JsonWriter;

std::string_view mode_word(attachment::Mode mode)
{
    switch (mode) {
    case attachment::Mode::Off:
        return "off";
    case attachment::Mode::Report:
        return "report";
    case attachment::Mode::Strip:
        return "strip";
    case attachment::Mode::Quarantine:
        break;
    }
    return "quarantine";
}

void write_decision(JsonWriter& json, const policy::Decision& decision)
{
    json.member("verdict", policy::name(decision.verdict));
    if (const auto* reply = policy::reply(decision.verdict))
        json.member("reply", reply_text(*reply));
    if (const auto* kept = std::get_if<policy::Quarantine>(&decision.verdict))
        json.member("reason", kept->reason);
    if (decision.withheld)
        json.member("withheld", policy::name(*decision.withheld));
    json.member("level", score::name(decision.level)).member("cause", decision.cause);
    json.key("score").number(decision.score.text()).key("findings").begin_array();
    for (const auto& finding : decision.findings)
        json.begin_object()
            .member("symbol", finding.symbol)
            .member("known", finding.answered == score::Answered::Yes)
            .member("evidence", finding.evidence)
            .key("points")
            .number(finding.points.text())
            .end_object();
    json.end_array();
}

void write_span(JsonWriter& json, const mime::Span& span)
{
    json.key("span").begin_array().value(span.begin).value(span.end).end_array();
}

void write_item(JsonWriter& json, const attachment::Item& item)
{
    json.key("names").begin_array();
    for (const auto& name : item.names)
        json.value(name);
    json.end_array()
        .member("declared", item.declared)
        .member("type", attachment::name(item.type))
        .member("size", item.size)
        .member("macros", item.macros);
    if (item.obstacle != attachment::Obstacle::None)
        json.member("obstacle", attachment::name(item.obstacle))
            .member("detail", item.detail);
    json.key("inside").begin_array();
    for (const auto& inner : item.inside) {
        json.begin_object();
        write_item(json, inner);
        json.end_object();
    }
    json.end_array();
}

// "inner" is the path of what decided: outer.zip/inner/run.exe.
void write_part(JsonWriter& json, const attachment::Part& part,
                const ExplainedPart& explained)
{
    const auto& judged = explained.judged;
    json.begin_object().member("path", part.path);
    write_span(json, part.entity->whole());
    if (part.embedded)
        json.member("embedded", mime::name(part.embedded->how));
    write_item(json, part.item);
    json.member("signed", part.is_signed)
        .member("result", explained.result)
        .member("asked", attachment::name(judged.asked))
        .member("complete", judged.complete)
        .member("rule", judged.rule)
        .member("reason", judged.reason)
        .member("inner", judged.path)
        .end_object();
}

void write_ambiguities(JsonWriter& json, const attachment::Survey& survey)
{
    json.key("ambiguities").begin_array();
    for (const auto& ambiguity : survey.ambiguities) {
        json.begin_object()
            .member("what", mime::name(ambiguity.what))
            .member("grave", ambiguity.grave)
            .member("detail", ambiguity.detail);
        write_span(json, ambiguity.where);
        json.end_object();
    }
    json.end_array();
}

void write_content(JsonWriter& json, const Explanation& explanation)
{
    json.member("attachments", mode_word(explanation.mode));
    json.key("parts").begin_array();
    const auto& content = explanation.content;
    for (std::size_t i = 0; content && i < content->parts.size(); ++i)
        write_part(json, content->survey.parts[i], content->parts[i]);
    json.end_array();
    if (!content) {
        json.member("trouble", "larger than attachments.max_message");
        return;
    }
    write_ambiguities(json, content->survey);
    if (content->survey.excess)
        json.member("excess", mime::name(*content->survey.excess));
    if (!content->trouble.empty())
        json.member("trouble", content->trouble);
}

void write_recipients(JsonWriter& json, const Explanation& explanation)
{
    json.key("recipients").begin_array();
    for (const auto& recipient : explanation.recipients) {
        json.begin_object().member("recipient", recipient.address.text());
        json.member("at_rcpt", recipient.at_rcpt);
        write_decision(json, recipient.decision);
        json.end_object();
    }
    json.end_array();
    if (!explanation.message)
        return;
    json.key("message").begin_object();
    write_decision(json, *explanation.message);
    json.end_object();
}

} // namespace

void print_json(const Explanation& explanation, const std::string& file,
                const Written& written, std::ostream& out)
{
    JsonWriter json{control::Layout::Line};
    json.begin_object().member("file", file);
    json.member("origin", inspect::name(explanation.origin));
    write_decision(json, explanation.shown());
    write_content(json, explanation);
    write_recipients(json, explanation);
    json.key("added").begin_array();
    for (const auto& field : explanation.added)
        json.value(field.name + ": " + mail::printable(mail::unfold(field.value)));
    json.end_array().key("subjects").begin_array();
    for (const auto& subject : explanation.subjects)
        json.value(subject);
    json.end_array();
    if (!written.file.empty())
        json.member("written", written.file.string());
    json.end_object();
    out << json.text();
}

} // namespace mailreeve::ctl
