#include "ctl/explain_delivery.hh"

#include "mailreeve/attachment/header_change.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/authentication_results.hh"
#include "snapshot/verdict_headers.hh"

#include <algorithm>

namespace mailreeve::ctl {

namespace {

using attachment::Plan;

// Its place among those of its name, from 1.
std::size_t index_of(const std::vector<mail::HeaderField>& fields, std::size_t place)
{
    return static_cast<std::size_t>(std::count_if(
        fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(place) + 1,
        [&](const auto& field) { return field.is(fields[place].name); }));
}

bool is_forged(const mail::HeaderField& field, const snapshot::Settings& settings)
{
    return ascii::starts_with(field.name, "X-Mailreeve-") ||
           field.is(settings.bounces.header) ||
           (field.is(snapshot::results_field) &&
            mail::claims_to_be_ours(field.value, settings.hostname));
}

void add_forged(Plan& plan, const std::vector<mail::HeaderField>& fields,
                const snapshot::Settings& settings)
{
    for (std::size_t i = fields.size(); i-- > 0;)
        if (is_forged(fields[i], settings))
            plan.header.push_back({fields[i].name, index_of(fields, i), std::nullopt});
}

void add_subjects(Plan& plan, const std::vector<mail::HeaderField>& fields,
                  const std::vector<std::string>& subjects)
{
    std::size_t seen = 0;
    for (std::size_t i = 0; i < fields.size() && seen < subjects.size(); ++i) {
        if (!fields[i].is("Subject"))
            continue;
        const auto& tagged = subjects[seen++];
        if (mail::unfold(tagged) != mail::unfold(fields[i].value))
            plan.header.push_back({fields[i].name, index_of(fields, i), tagged});
    }
    if (seen == 0 && !subjects.empty())
        plan.header.push_back({"Subject", 0, subjects.front()});
}

std::string on_top(const std::vector<mail::HeaderField>& added, std::string_view raw)
{
    const auto line_end = attachment::line_end_of(raw);
    std::string text;
    for (const auto& field : added) {
        text += field.name + ": ";
        for (const char c : field.value) {
            if (c == '\n')
                text += line_end;
            else
                text += c;
        }
        text += line_end;
    }
    return text;
}

// The header begins behind the line that an mbox puts in front.
std::size_t begin_of_header(std::string_view raw)
{
    if (!raw.starts_with("From "))
        return 0;
    const auto end = raw.find('\n');
    return end == std::string_view::npos ? raw.size() : end + 1;
}

} // namespace

std::string_view not_delivered(const Explanation& explanation)
{
    if (explanation.is_unjudged())
        return "not judged";
    const auto& verdict = explanation.shown().verdict;
    if (policy::reply(verdict) != nullptr)
        return "refused";
    return policy::is_held(verdict) ? "held" : "";
}

std::optional<std::string> delivered(const Explanation& explanation,
                                     const snapshot::Settings& settings,
                                     std::string_view raw)
{
    if (!not_delivered(explanation).empty() || !explanation.content)
        return std::nullopt;
    auto plan = explanation.strip ? explanation.strip->plan : Plan{};
    std::string text{raw};
    if (const auto& tree = explanation.content->survey.tree) {
        if (explanation.origin != inspect::Origin::Outbound &&
            settings.mode == policy::Mode::Filter)
            add_forged(plan, tree->fields, settings);
        add_subjects(plan, tree->fields, explanation.subjects);
        text = attachment::stripped(*tree, raw, plan);
    }
    return text.insert(begin_of_header(raw), on_top(explanation.added, raw));
}

} // namespace mailreeve::ctl
