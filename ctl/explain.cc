#include "ctl/explain.hh"

#include "control/json.hh"
#include "ctl/services.hh"
#include "ctl/stamp_state.hh"
#include "ctl/table.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/id.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/log/escape.hh"
#include "mailreeve/mail/subject.hh"
#include "snapshot/transaction.hh"
#include "snapshot/verdict_headers.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <string_view>

#include <unistd.h>

namespace mailreeve::ctl {

namespace {

constexpr std::chrono::milliseconds beyond_budget{500};

struct Judged {
    mail::Address recipient;
    policy::Decision decision;
    bool at_rcpt = false; // refused before the message came
};

struct Explanation {
    inspect::Origin origin = inspect::Origin::Inbound;
    std::vector<Judged> recipients;
    std::optional<policy::Decision> message; // nothing: no recipient was left
    std::vector<mail::HeaderField> added;    // topmost first
    std::vector<std::string> subjects;       // as they would be after the tag
};

std::string host_name()
{
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return "localhost";
    return name.data();
}

inspect::Client client_of(const Scene& scene)
{
    inspect::Client client;
    client.address = net::IpAddress::parse(scene.client);
    client.name = scene.name.empty() ? "unknown" : scene.name;
    client.resolve = scene.name.empty() ? "" : "OK";
    client.daemon_name = scene.daemon_name;
    return client;
}

inspect::Submission submission_of(const Scene& scene)
{
    return {scene.authenticated, scene.client.empty()};
}

std::vector<mail::HeaderField> headers_for(const snapshot::Transaction& transaction,
                                           const policy::Decision& decision,
                                           const Scene& scene)
{
    if (transaction.origin() == inspect::Origin::Outbound ||
        policy::reply(decision.verdict) != nullptr)
        return {};
    const auto id = Id::make(SystemClock{}.wall());
    std::vector<mail::HeaderField> fields{
        {snapshot::verdict_field, snapshot::verdict_value(decision, id)},
        {snapshot::findings_field, snapshot::findings_value(decision.findings)}};
    const auto& hostname = transaction.snapshot().settings().hostname;
    if (!transaction.iprev().empty())
        fields.push_back(
            {snapshot::results_field,
             snapshot::results_value(hostname.empty() ? host_name() : hostname,
                                     transaction.iprev(), scene.client)});
    return fields;
}

std::vector<std::string> subjects_for(const policy::Decision& decision,
                                      const std::vector<mail::HeaderField>& header)
{
    const auto* tag = std::get_if<policy::Tag>(&decision.verdict);
    if (tag == nullptr)
        return {};
    std::vector<std::string> subjects;
    for (const auto& field : header)
        if (field.is("Subject"))
            subjects.push_back(mail::tagged_subject(field.value, tag->subject_tag));
    if (subjects.empty())
        subjects.push_back(mail::tagged_subject(std::nullopt, tag->subject_tag));
    return subjects;
}

void judge_end(snapshot::Transaction& transaction, Deadline deadline,
               Explanation& explanation)
{
    const auto end = transaction.end(deadline, policy::Holding::Recipients);
    auto decision = end.recipients.begin();
    for (auto& judged : explanation.recipients)
        if (!judged.at_rcpt)
            judged.decision = *decision++;
    explanation.message = end.message;
}

void read_bounce(snapshot::Transaction& transaction, const MessageFront& message,
                 const std::vector<mail::HeaderField>& header)
{
    if (!transaction.wants_reading() ||
        !bounce::may_be_bounce(transaction.sender(), header))
        return;
    bounce::ReadingLimits limits;
    limits.message = message.text.size();
    transaction.came_back(
        bounce::read(transaction.sender(), message.text, message.is_all, limits));
}

Explanation judge(const std::shared_ptr<const snapshot::Snapshot>& snapshot,
                  const Scene& scene, const MessageFront& message, Deadline deadline)
{
    const auto header = parse_header(message.text);
    const auto client = client_of(scene);
    const auto inspection = snapshot->inspect(client);
    inspection->helo(scene.helo);
    Explanation explanation;
    explanation.origin = snapshot->origin(client, submission_of(scene));
    snapshot::Transaction transaction{snapshot, inspection,
                                      mail::Address::tolerant(scene.sender),
                                      explanation.origin};
    for (const auto& text : scene.recipients) {
        auto recipient = mail::Address::tolerant(text);
        auto decision = transaction.recipient(recipient, deadline);
        const bool refused = policy::reply(decision.verdict) != nullptr;
        explanation.recipients.push_back(
            {std::move(recipient), std::move(decision), refused});
    }
    if (transaction.recipients() == 0)
        return explanation;
    read_bounce(transaction, message, header);
    judge_end(transaction, deadline, explanation);
    explanation.added = headers_for(transaction, *explanation.message, scene);
    explanation.subjects = subjects_for(*explanation.message, header);
    return explanation;
}

std::string reply_text(const policy::Reply& reply)
{
    return std::to_string(reply.code) + ' ' + reply.enhanced + ' ' + reply.text;
}

std::string verdict_text(const policy::Decision& decision)
{
    std::string text{policy::name(decision.verdict)};
    if (const auto* reply = policy::reply(decision.verdict))
        text += ": " + reply_text(*reply);
    if (const auto* kept = std::get_if<policy::Quarantine>(&decision.verdict))
        text += ": " + kept->reason;
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

void print_text(const Explanation& explanation, std::ostream& out)
{
    out << "origin: " << inspect::name(explanation.origin) << '\n';
    for (const auto& judged : explanation.recipients)
        out << "to " << log::escape(judged.recipient.text()) << ": "
            << log::escape(verdict_text(judged.decision))
            << (judged.at_rcpt ? " (at RCPT)" : "") << '\n';
    const auto& decision = explanation.message
                               ? *explanation.message
                               : explanation.recipients.front().decision;
    if (explanation.message)
        out << "the message: " << log::escape(verdict_text(decision)) << '\n';
    out << "why: " << log::escape(why_text(decision)) << '\n';
    print_findings(decision, out);
    if (!explanation.added.empty() || !explanation.subjects.empty())
        out << '\n';
    for (const auto& field : explanation.added)
        print_field(field.name, mail::fold(field.name, field.value), out);
    for (const auto& subject : explanation.subjects)
        print_field("Subject", subject, out);
}

void write_decision(control::JsonWriter& json, const policy::Decision& decision)
{
    json.member("verdict", policy::name(decision.verdict));
    if (const auto* reply = policy::reply(decision.verdict))
        json.member("reply", reply_text(*reply));
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

void print_json(const Explanation& explanation, std::ostream& out)
{
    control::JsonWriter json;
    json.begin_object().member("origin", inspect::name(explanation.origin));
    json.key("recipients").begin_array();
    for (const auto& judged : explanation.recipients) {
        json.begin_object().member("recipient", judged.recipient.text());
        json.member("at_rcpt", judged.at_rcpt);
        write_decision(json, judged.decision);
        json.end_object();
    }
    json.end_array();
    if (explanation.message) {
        json.key("message").begin_object();
        write_decision(json, *explanation.message);
        json.end_object();
    }
    json.key("added").begin_array();
    for (const auto& field : explanation.added)
        json.value(field.name + ": " + field.value);
    json.end_array().key("subjects").begin_array();
    for (const auto& subject : explanation.subjects)
        json.value(subject);
    json.end_array().end_object();
    out << json.text();
}

// Only where they would have mattered.
void tell_of_keys(const StampState& state, const Scene& scene,
                  const MessageFront& message, const Console& console)
{
    const auto& problem = state.seen().problem;
    if (!problem.empty() && bounce::may_be_bounce(mail::Address::tolerant(scene.sender),
                                                  parse_header(message.text)))
        console.err << "mailreevectl: keys: " << log::escape(problem) << '\n';
}

} // namespace

Exit explain(const std::shared_ptr<const snapshot::Snapshot>& snapshot,
             const Scene& scene, const MessageFront& message, Deadline deadline,
             const Console& console)
{
    if (!scene.client.empty() && !net::IpAddress::parse(scene.client)) {
        console.err << "mailreevectl: " << log::value(scene.client)
                    << " is no address\n";
        return Exit::Usage;
    }
    const auto explanation = judge(snapshot, scene, message, deadline);
    if (console.json)
        print_json(explanation, console.out);
    else
        print_text(explanation, console.out);
    return Exit::Ok;
}

Exit explain(const ExplainOptions& options, const Console& console)
{
    const auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    const auto& settings = configuration->settings;
    const auto message = read_front(options.message, settings.bounces.scan.bytes);
    if (!message) {
        console.err << "mailreevectl: " << log::value(options.message.string())
                    << " cannot be read\n";
        return Exit::NoInput;
    }
    Services services{settings.dns, options.known_for};
    const auto deadline = services.clock().now() + settings.dns.budget + beyond_budget;
    StampState state{configuration->start.state};
    tell_of_keys(state, options.scene, *message, console);
    auto asked = services.for_inspections();
    asked.keys = &state.keys();
    asked.ledger = &state.ledger();
    const auto snapshot = std::make_shared<const snapshot::Snapshot>(
        settings, configuration->lists, 1, asked);
    const auto held = state.rights();
    return explain(snapshot, options.scene, *message, deadline, console);
}

} // namespace mailreeve::ctl
