#include "policy/attachments.hh"

#include "policy/replies.hh"
#include "policy/symbols.hh"

#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::policy {

using attachment::Obstacle;
using inspect::AttachmentFact;
using Asked = AttachmentFact::Asked;

namespace {

// A part that cannot be taken out is kept back with the whole message, or let through.
Asked done_about(const AttachmentFact& fact, const Rules& rules)
{
    if (fact.asked != Asked::Strip || !fact.is_signed)
        return fact.asked;
    return rules.attachments.signed_parts == AttachmentRules::Signed::Pass
               ? Asked::Report
               : Asked::Quarantine;
}

bool is_refused(Asked done, const inspect::Facts& facts, const Rules& rules)
{
    return done > Asked::Report && facts.origin == inspect::Origin::Outbound &&
           rules.attachments.outbound == AttachmentRules::Outbound::Reject;
}

std::string_view symbol_of(const AttachmentFact& fact)
{
    switch (fact.obstacle) {
    case Obstacle::None:
        return fact.asked == Asked::Report ? symbols::attachment_reported
                                           : symbols::attachment_denied;
    case Obstacle::Encrypted:
        return symbols::attachment_encrypted;
    case Obstacle::Ambiguous:
        return symbols::attachment_ambiguous;
    default:
        return symbols::attachment_unjudged;
    }
}

std::string told(const AttachmentFact& fact, const Rules& rules)
{
    auto text = fact.path.empty() ? std::string{"the message"} : fact.path;
    text += ": " + fact.reason + " (" + fact.rule + ')';
    if (done_about(fact, rules) != fact.asked)
        text += ", signed";
    return text;
}

std::string kept_for(const AttachmentFact& fact)
{
    return std::string{symbol_of(fact)} + ": " + fact.rule;
}

// A message has up to a thousand parts, and a header has little room.
constexpr std::size_t most_told = 20;

void make_stricter(Decision& decision, Verdict verdict, std::string_view cause)
{
    if (verdict.index() <= decision.verdict.index())
        return;
    decision.verdict = std::move(verdict);
    decision.cause = cause;
}

} // namespace

std::vector<score::Finding> attachment_findings(const inspect::Facts& facts,
                                                const Rules& rules)
{
    std::vector<score::Finding> all;
    for (const auto& fact : facts.attachments) {
        if (all.size() == most_told) {
            all.back().evidence +=
                ", and " + std::to_string(facts.attachments.size() - most_told) +
                " more files";
            break;
        }
        all.push_back({std::string{symbol_of(fact)}, {}, told(fact, rules)});
    }
    for (const auto& oddity : facts.oddities)
        all.push_back({std::string{symbols::mime_odd}, {}, oddity});
    return all;
}

void weigh_attachments(Decision& decision, const inspect::Facts& facts,
                       const Rules& rules)
{
    for (const auto& fact : facts.attachments) {
        const auto done = done_about(fact, rules);
        if (is_refused(done, facts, rules))
            make_stricter(decision,
                          Reject{refused_attachment(rules.organization, fact)},
                          symbol_of(fact));
        else if (done == Asked::Quarantine)
            make_stricter(decision, Quarantine{kept_for(fact)}, symbol_of(fact));
        else if (done == Asked::Strip)
            decision.removals.push_back({fact.part, fact.path, fact.rule, fact.reason});
    }
}

} // namespace mailreeve::policy
