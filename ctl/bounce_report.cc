#include "ctl/bounce_report.hh"

#include "control/json.hh"
#include "control/status.hh"
#include "mailreeve/log/escape.hh"

#include <ostream>
#include <string_view>

namespace mailreeve::ctl {

namespace {

using bounce::Action;
using bounce::Class;
using bounce::Mode;

std::string_view name(bounce::Reference::Source source)
{
    using Source = bounce::Reference::Source;
    switch (source) {
    case Source::Returned:
        return "returned";
    case Source::XOriginal:
        return "x-original";
    case Source::OriginalMessageId:
        return "original-message-id";
    case Source::InReplyTo:
        return "in-reply-to";
    case Source::References:
        break;
    }
    return "references";
}

// In mode learn nothing is done.
Action done_now(const BounceReport& report)
{
    return report.standing.now == Mode::Learn ? Action::Accept : report.action;
}

score::Points points_now(const BounceReport& report)
{
    return done_now(report) == Action::Accept ? score::Points{}
                                              : report.rule->rule.points;
}

std::string mode_words(const bounce::Standing& standing)
{
    std::string words{bounce::name(standing.now)};
    if (!standing.is_waiting())
        return words;
    words.append(": ").append(bounce::name(standing.configured)).append(" begins ");
    return words + (standing.until
                        ? control::utc(*standing.until)
                        : "when the domain has been stamped for long enough");
}

std::string action_words(const BounceReport& report)
{
    if (!report.rule)
        return "none";
    std::string words{bounce::name(done_now(report))};
    words.append(" (").append(report.rule->symbol);
    if (const auto points = points_now(report); points != score::Points{})
        words.append(", ").append(points.text()).append(" points");
    words += ')';
    if (report.action != done_now(report))
        words.append("; if it were not learning: ").append(bounce::name(report.action));
    return words;
}

class Block {
public:
    Block(const std::string& title, std::ostream& out) : out_{out}
    {
        out_ << log::escape(title, log::Alphabet::Utf8, 4096) << '\n';
    }

    void add(std::string_view what, std::string_view content)
    {
        constexpr std::size_t column = 14;
        out_ << "  " << what
             << std::string(what.size() < column ? column - what.size() : 1, ' ')
             << log::escape(content, log::Alphabet::Utf8, 1024) << '\n';
    }

private:
    std::ostream& out_;
};

std::string recipient_words(const bounce::ReportedRecipient& told)
{
    std::string words = told.final.empty() ? told.original : told.final;
    if (!told.original.empty() && told.original != words)
        words += " (for " + told.original + ')';
    for (const auto* more : {&told.action, &told.status, &told.diagnostic})
        if (!more->empty())
            words += (more == &told.action ? ": " : ", ") + *more;
    return words;
}

std::string returned_words(const bounce::Reading& reading)
{
    std::string words{bounce::name(reading.headers)};
    if (reading.headers == bounce::Where::None)
        return words;
    return words + (reading.message_id.empty() ? ", without a message id"
                                               : ", message id " + reading.message_id);
}

void print_reading(const bounce::Reading& reading, Block& block)
{
    block.add("returned", returned_words(reading));
    if (!reading.reporting_mta.empty())
        block.add("reporting", reading.reporting_mta);
    for (const auto& told : reading.recipients)
        block.add("recipient", recipient_words(told));
    for (const auto& id : reading.envelope_ids)
        block.add("envelope id", id);
    for (const auto& reference : reading.references)
        block.add("reference",
                  std::string{name(reference.source)} + ' ' + reference.message_id);
    if (reading.truncated)
        block.add("note", "not all of the message was looked at");
}

void write_reading(control::JsonWriter& json, const bounce::Reading& reading)
{
    json.member("class", bounce::name(reading.kind))
        .member("evidence", reading.evidence)
        .member("sure", reading.sure)
        .member("headers", bounce::name(reading.headers))
        .member("message_id", reading.message_id);
    json.key("references").begin_array();
    for (const auto& reference : reading.references)
        json.begin_object()
            .member("source", name(reference.source))
            .member("message_id", reference.message_id)
            .end_object();
    json.end_array().key("envelope_ids").begin_array();
    for (const auto& id : reading.envelope_ids)
        json.value(id);
    json.end_array().member("reporting_mta", reading.reporting_mta);
    json.key("recipients").begin_array();
    for (const auto& told : reading.recipients)
        json.begin_object()
            .member("original", told.original)
            .member("final", told.final)
            .member("action", told.action)
            .member("status", told.status)
            .member("diagnostic", told.diagnostic)
            .end_object();
    json.end_array().member("truncated", reading.truncated);
}

void write_judgement(control::JsonWriter& json, const BounceReport& report)
{
    json.key("proofs").begin_array();
    for (const auto& proof : report.judgement.proofs)
        json.begin_object()
            .member("kind", bounce::name(proof.kind))
            .member("result", bounce::name(proof.result))
            .member("detail", proof.detail)
            .end_object();
    json.end_array()
        .member("outcome", bounce::name(report.judgement.outcome))
        .member("detail", report.judgement.detail)
        .member("mode", bounce::name(report.standing.now));
    if (report.standing.is_waiting())
        json.member("configured_mode", bounce::name(report.standing.configured));
    if (report.standing.until)
        json.member("learning_until", control::utc(*report.standing.until));
    json.member("symbol", report.rule ? report.rule->symbol : std::string_view{})
        .member("action", bounce::name(done_now(report)));
    if (report.action != done_now(report))
        json.member("withheld", bounce::name(report.action));
    json.key("points").number(points_now(report).text());
}

} // namespace

void print_report(const std::string& file, const BounceReport& report,
                  const std::string& keys, std::ostream& out)
{
    const auto& judgement = report.judgement;
    Block block{file + ": " + std::string{bounce::name(report.reading.kind)} + ", " +
                    std::string{bounce::name(judgement.outcome)},
                out};
    if (report.reading.kind == Class::None)
        return block.add("class", "none: it tells of no delivery");
    block.add("class", report.reading.evidence + (report.reading.sure
                                                      ? ""
                                                      : "; by its words alone, so it "
                                                        "may be a person's"));
    block.add("from",
              report.sender ? '<' + *report.sender + '>' : "unknown; --from says it");
    block.add("to", report.recipient ? '<' + report.recipient->text() + '>'
                                     : "unknown; --to says it");
    print_reading(report.reading, block);
    block.add("keys", keys);
    for (const auto& proof : judgement.proofs)
        block.add("proof", std::string{bounce::name(proof.kind)} + ' ' +
                               std::string{bounce::name(proof.result)} + ": " +
                               proof.detail);
    block.add("outcome",
              std::string{bounce::name(judgement.outcome)} + ": " + judgement.detail);
    block.add("mode", mode_words(report.standing));
    block.add("action", action_words(report));
}

void print_report_json(const std::string& file, const BounceReport& report,
                       const std::string& keys, std::ostream& out)
{
    control::JsonWriter json{control::Layout::Line};
    json.begin_object().member("file", file).key("sender");
    if (report.sender)
        json.value(*report.sender);
    else
        json.null();
    json.member("recipient", report.recipient ? report.recipient->text() : "");
    write_reading(json, report.reading);
    json.member("keys", keys);
    write_judgement(json, report);
    json.end_object();
    out << json.text();
}

} // namespace mailreeve::ctl
