#include "mailreeve/rbl/code_rules.hh"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailreeve::rbl {

namespace {

const CodeSettings* find(const Codes& codes, const CodeMatch& match)
{
    const auto found = std::ranges::find(codes, match, &Codes::value_type::first);
    return found == codes.end() ? nullptr : &found->second;
}

// What the administrator left open, the preset fills; points of his list stand between.
CodeSettings filled(CodeSettings code, const CodeSettings& preset)
{
    if (!code.points)
        code.points = preset.points;
    if (code.symbol.empty())
        code.symbol = preset.symbol;
    if (code.text.empty())
        code.text = preset.text;
    return code;
}

Codes merged(const ListSettings& settings, const Preset& preset)
{
    Codes codes;
    for (const auto& [match, written] : settings.codes)
        if (find(preset.codes, match) == nullptr)
            codes.emplace_back(match, written);
    for (const auto& [match, known] : preset.codes) {
        const auto* const written = find(settings.codes, match);
        auto code = written != nullptr ? *written : CodeSettings{};
        if (!code.points)
            code.points = settings.points;
        codes.emplace_back(match, filled(std::move(code), known));
    }
    return codes;
}

std::optional<CodeProblem> problem_with(const CodeMatch& match,
                                        const std::optional<score::Points>& points,
                                        Standing kind)
{
    if (match.is_in_refusals())
        return CodeProblem{match.text(), "127.255.255.x never lists",
                           "with such an answer a list turns the resolver away"};
    if (!points)
        return CodeProblem{match.text(), "the code " + match.text() + " has no points",
                           "write " + match.text() +
                               ": 4, or \"points\" for all codes"};
    if (kind == Standing::Deny && *points < score::Points{})
        return CodeProblem{match.text(),
                           "a list that denies has no points below 0, as " +
                               points->text(),
                           "kind: allow, or kind: mixed"};
    if (kind == Standing::Allow && *points > score::Points{})
        return CodeProblem{match.text(),
                           "a list that allows has no points above 0, as " +
                               points->text(),
                           "write " + match.text() + ": -" + points->text()};
    return std::nullopt;
}

Codes all_codes(const CodeSources& from)
{
    auto codes =
        merged(from.settings, from.preset != nullptr ? *from.preset : Preset{});
    if (codes.empty() && from.settings.points) // RFC 5782 2.1: the value by custom
        codes.emplace_back(CodeMatch::parse("127.0.0.2").value(), CodeSettings{});
    return codes;
}

} // namespace

std::vector<CodeRule> code_rules(const CodeSources& from,
                                 const std::function<void(const CodeProblem&)>& tell)
{
    const auto kind = from.settings.kind.value_or(
        from.preset != nullptr ? from.preset->kind : Standing::Deny);
    std::vector<CodeRule> rules;
    for (auto& [match, code] : all_codes(from)) {
        const auto points = code.points ? code.points : from.settings.points;
        if (const auto problem = problem_with(match, points, kind))
            tell(*problem);
        rules.push_back({match, points.value_or(score::Points{}),
                         code.symbol.empty() ? from.symbol : code.symbol, code.text});
    }
    return rules;
}

} // namespace mailreeve::rbl
