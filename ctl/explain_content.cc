#include "ctl/explain_content.hh"

#include "mailreeve/attachment/rule_set.hh"

#include <system_error>

namespace mailreeve::ctl {

namespace {

using attachment::Action;

constexpr std::size_t in_memory = std::size_t{16} * 1024 * 1024; // of a part

attachment::Survey survey(const Bench& bench, attachment::Unpacker* unpacker,
                          std::string_view raw)
{
    attachment::SurveyBounds bounds;
    bounds.in_memory = in_memory;
    bounds.scratch = std::filesystem::temp_directory_path();
    return attachment::survey(
        raw, unpacker, bounds,
        bench.clock.now() + bench.snapshot->settings().attachments.time, bench.clock);
}

attachment::Judged strictest(const attachment::Item& item,
                             const attachment::RuleSet& rules,
                             std::span<const mail::Address> whom,
                             inspect::Origin origin)
{
    const auto direction = origin == inspect::Origin::Outbound
                               ? attachment::Direction::Outbound
                               : attachment::Direction::Inbound;
    attachment::Judged worst;
    for (const auto& address : whom) {
        auto judged = attachment::judge(item, rules, direction, address);
        if (&address == &whom.front() || judged.asked > worst.asked)
            worst = std::move(judged);
    }
    return worst;
}

// The rules' word, and what policy makes of it.
std::string result_of(const attachment::Part& part, const attachment::Judged& judged,
                      const attachment::Settings& settings, inspect::Origin origin)
{
    if (settings.mode == attachment::Mode::Off)
        return std::string{attachment::name(Action::Allow)};
    auto done = judged.result;
    if (done == Action::Strip && part.is_signed)
        done = settings.signed_mail == attachment::Signed::Pass ? Action::Report
                                                                : Action::Quarantine;
    const bool refused = done > Action::Report && origin == inspect::Origin::Outbound &&
                         settings.outbound == attachment::Outbound::Reject;
    return refused ? "reject" : std::string{attachment::name(done)};
}

} // namespace

ExplainedContent survey(const Bench& bench, std::string_view raw)
{
    ExplainedContent content;
    try {
        content.survey = survey(bench, bench.unpacker, raw);
    } catch (const std::system_error& error) { // of the machine, not of the message
        content.trouble = error.what();
        content.survey = survey(bench, nullptr, raw);
    }
    return content;
}

void judge_parts(ExplainedContent& content, const attachment::Settings& settings,
                 std::span<const mail::Address> whom, inspect::Origin origin)
{
    auto asked = settings;
    if (asked.mode == attachment::Mode::Off)
        asked.mode = attachment::Mode::Report; // what they would say
    const attachment::RuleSet rules{asked};
    for (const auto& part : content.survey.parts) {
        auto judged = strictest(part.item, rules, whom, origin);
        auto result = result_of(part, judged, settings, origin);
        content.parts.push_back({std::move(judged), std::move(result)});
    }
}

} // namespace mailreeve::ctl
