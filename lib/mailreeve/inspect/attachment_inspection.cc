#include "mailreeve/inspect/attachment_inspection.hh"

#include "mailreeve/attachment/judge.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::inspect {

namespace {

using attachment::Action;
using Asked = AttachmentFact::Asked;

Asked asked(Action action)
{
    switch (action) {
    case Action::Allow:
        return Asked::Nothing;
    case Action::Report:
        return Asked::Report;
    case Action::Strip:
        return Asked::Strip;
    case Action::Quarantine:
        break;
    }
    return Asked::Quarantine;
}

// The message as a file whose inside two readers see differently, or nobody can see.
std::optional<attachment::Item> as_a_whole(const attachment::Survey& survey)
{
    attachment::Item message;
    message.declared = "message/rfc822";
    message.type = attachment::FileType::Mail;
    if (survey.excess) {
        message.obstacle = *survey.excess == mime::Excess::Depth
                               ? attachment::Obstacle::TooDeep
                               : attachment::Obstacle::TooMany;
        message.detail = mime::name(*survey.excess);
        return message;
    }
    const auto grave =
        std::ranges::find_if(survey.ambiguities, &mime::Ambiguity::grave);
    if (grave == survey.ambiguities.end() || !survey.carries)
        return std::nullopt;
    message.obstacle = attachment::Obstacle::Ambiguous;
    message.detail = mime::name(grave->what);
    return message;
}

attachment::Direction direction_of(Origin origin)
{
    return origin == Origin::Outbound ? attachment::Direction::Outbound
                                      : attachment::Direction::Inbound;
}

AttachmentFact fact_of(attachment::Judged judged)
{
    AttachmentFact fact;
    fact.asked = asked(judged.result);
    fact.obstacle = judged.obstacle;
    fact.path = std::move(judged.path);
    fact.rule = std::move(judged.rule);
    fact.reason = std::move(judged.reason);
    if (!judged.detail.empty())
        fact.reason += ": " + judged.detail;
    return fact;
}

} // namespace

std::vector<AttachmentFact> attachment_facts(const Subjects& subjects,
                                             const attachment::Survey& survey,
                                             const mail::Address& whom, Origin origin)
{
    const auto direction = direction_of(origin);
    std::vector<AttachmentFact> facts;
    attachment::NameWork work;
    const auto judge = [&](const attachment::Item& item) {
        return fact_of(
            attachment::judge(item, subjects.attachments, direction, whom, work));
    };
    if (const auto whole = as_a_whole(survey)) {
        facts.push_back(judge(*whole));
        // Nothing can be taken out of what has no certain parts.
        if (facts.back().asked == Asked::Strip)
            facts.back().asked = Asked::Quarantine;
    }
    for (std::size_t i = 0; i < survey.parts.size(); ++i) {
        facts.push_back(judge(survey.parts[i].item));
        facts.back().part = i;
        facts.back().is_signed = survey.parts[i].is_signed;
    }
    std::erase_if(
        facts, [](const AttachmentFact& fact) { return fact.asked == Asked::Nothing; });
    return facts;
}

std::vector<std::string> oddities(const attachment::Survey& survey)
{
    std::vector<std::string> words;
    for (const auto& ambiguity : survey.ambiguities) {
        std::string word{mime::name(ambiguity.what)};
        if (std::ranges::find(words, word) == words.end())
            words.push_back(std::move(word));
    }
    return words;
}

} // namespace mailreeve::inspect
