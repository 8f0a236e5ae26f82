// What the default rules do to a message: whether a denied file could reach its reader.
#pragma once

#include "mailreeve/attachment/judge.hh"
#include "mailreeve/attachment/survey.hh"
#include "mailreeve/base/clock.hh"

#include <algorithm>
#include <string>
#include <string_view>

namespace mailreeve::test {

inline attachment::Settings strip_by_default()
{
    attachment::Settings settings;
    settings.mode = attachment::Mode::Strip;
    return settings;
}

// Nothing is opened: what holds other files is Unsupported, so that a test of MIME does
// not hang on archives.
inline attachment::Survey surveyed(std::string_view message)
{
    const SystemClock clock;
    return attachment::survey(message, nullptr, {}, clock.now() + std::chrono::hours{1},
                              clock);
}

// It is stripped, or held: as ambiguous, as too much, or for a part of it.
inline bool is_stopped(const std::string& message)
{
    static const attachment::RuleSet rules{strip_by_default()};
    const auto survey = surveyed(message);
    if (survey.excess || (survey.is_ambiguous() && survey.carries))
        return true;
    return std::ranges::any_of(survey.parts, [](const attachment::Part& part) {
        const auto judged =
            attachment::judge(part.item, rules, attachment::Direction::Inbound,
                              mail::Address::tolerant("joe@example.net"));
        return judged.result > attachment::Action::Report;
    });
}

} // namespace mailreeve::test
