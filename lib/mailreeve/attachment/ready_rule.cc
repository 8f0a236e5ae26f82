#include "mailreeve/attachment/ready_rule.hh"

#include "mailreeve/attachment/mismatch.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/config/value.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

namespace {

bool holds(bool asked, bool is_so)
{
    return !asked || is_so;
}

bool has_facts(const Rule& rule, const NameFacts& facts)
{
    return holds(rule.double_extension, facts.double_extension) &&
           holds(rule.bidi, facts.bidi) && holds(rule.many_spaces, facts.many_spaces) &&
           holds(rule.long_name.has_value(), facts.length > rule.long_name.value_or(0));
}

bool has_type(const Rule& rule, FileType type)
{
    return rule.types.empty() || std::ranges::any_of(rule.types, [&](const auto& word) {
               return word.has(type);
           });
}

bool is_declared(const Rule& rule, const std::string& declared)
{
    return rule.declared.empty() ||
           std::ranges::any_of(rule.declared, [&](const auto& pattern) {
               return pattern.matches(declared);
           });
}

// By the first of its words that has the type.
std::string reason_of_type(FileType type)
{
    struct Words {
        std::string_view word;
        std::string_view reason;
    };
    constexpr auto known = std::to_array<Words>({
        {"program", "is a program"},
        {"script", "is a script"},
        {"shortcut", "is a shortcut"},
        {"installer", "installs a program"},
        {"disk-image", "is an image of a disk"},
        {"archive", "is an archive"},
        {"encrypted", "is encrypted"},
        {"document", "is a document"},
    });
    for (const auto& [word, reason] : known)
        if (TypeWord::parse(word)->has(type))
            return std::string{reason};
    return "is of the type " + std::string{name(type)};
}

} // namespace

NameForms all_forms(const Item& item, NameWork& work)
{
    if (item.names.empty())
        return {{""}, true, {}};
    NameForms all;
    for (const auto& told : item.names) {
        // Many names, each of many forms: the others as they were told.
        all.complete = all.complete && all.all.size() <= most_name_forms &&
                       (work.forms > 0 || is_plain_name(told));
        auto one = all.complete
                       ? name_forms(told)
                       : NameForms{{ascii::lower(utf8::repaired(told))}, true, {}};
        work.forms -= std::min(
            work.forms, one.all.size() - std::min(one.all.size(), usual_name_forms));
        for (auto& form : one.all)
            if (std::ranges::find(all.all, form) == all.all.end())
                all.all.push_back(std::move(form));
        all.complete = all.complete && one.complete;
        all.facts.bidi |= one.facts.bidi;
        all.facts.many_spaces |= one.facts.many_spaces;
        all.facts.double_extension |= one.facts.double_extension;
        all.facts.length = std::max(all.facts.length, one.facts.length);
    }
    return all;
}

ReadyRule::ReadyRule(Rule told) : rule{std::move(told)}
{
    for (const auto& pattern : rule.names) {
        if (pattern.extension().empty())
            patterns_.push_back(pattern);
        else
            extensions_.insert(pattern.extension());
    }
    for (const auto& pattern : rule.whom)
        whom_.insert(pattern);
}

bool ReadyRule::is_for(Direction direction, const mail::Address& whom) const
{
    const bool inbound = direction == Direction::Inbound;
    if (rule.direction == (inbound ? RuleDirection::Outbound : RuleDirection::Inbound))
        return false;
    return whom_.empty() || whom_.contains(whom);
}

bool ReadyRule::matches_name(const std::string& form) const
{
    return extensions_.contains(extension_of(form)) ||
           std::ranges::any_of(
               patterns_, [&](const auto& pattern) { return pattern.matches(form); });
}

bool ReadyRule::matches_names(const NameForms& names) const
{
    return rule.names.empty() || std::ranges::any_of(names.all, [&](const auto& form) {
               return matches_name(form);
           });
}

bool ReadyRule::matches(const Item& item, const NameForms& names) const
{
    return has_type(rule, item.type) && has_facts(rule, names.facts) &&
           holds(rule.macros, item.macros) &&
           holds(rule.larger_than.has_value(),
                 item.size > rule.larger_than.value_or(config::Size{}).bytes) &&
           is_declared(rule, item.declared) && matches_names(names) &&
           holds(rule.mismatch, rule.mismatch && is_mismatch(item, names.all));
}

std::string ReadyRule::reason(const Item& item, const NameForms& names) const
{
    if (!rule.reason.empty())
        return rule.reason;
    if (rule.macros)
        return "contains macros";
    if (rule.bidi)
        return "has a name that is shown in another order than it is written";
    if (rule.double_extension)
        return "has two extensions";
    if (rule.mismatch)
        return "is not what it says it is";
    if (!rule.types.empty())
        return reason_of_type(item.type);
    if (!rule.names.empty() && names.all.front().empty())
        return "has no name";
    if (!rule.names.empty())
        return "has a name that is not allowed";
    if (!rule.declared.empty())
        return "is declared as " + item.declared;
    if (rule.many_spaces)
        return "has a name whose end is hidden by blanks";
    if (rule.long_name)
        return "has a very long name";
    if (rule.larger_than)
        return "is larger than " +
               config::Value<config::Size>::print(*rule.larger_than);
    return "is not allowed here";
}

} // namespace mailreeve::attachment
