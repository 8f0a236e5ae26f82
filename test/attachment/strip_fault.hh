// What must be true of a message that files were taken out of, whatever it was.
#pragma once

#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/attachment/strip.hh"
#include "mailreeve/attachment/text_change.hh"
#include "mailreeve/mime/parse.hh"
#include "test/support/entity_fault.hh"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailreeve::test {

namespace strip_fault_of {

using attachment::Plan;
using mime::Entity;

inline bool goes(const Entity& entity, const std::vector<attachment::Removal>& removals)
{
    for (const auto& removal : removals)
        if (removal.entity == &entity &&
            !(removal.embedded && attachment::can_cut(entity)))
            return true;
    return false;
}

// Whether an edit of the plan touches the content of the entity.
inline bool is_changed(const Entity& entity, const Plan& plan)
{
    for (const auto& edit : plan.edits)
        if (entity.content.contains(edit.where))
            return true;
    return false;
}

struct Trees {
    std::string_view raw;
    std::string_view result;
    const Plan& plan;
    const std::vector<attachment::Removal>& removals;
};

inline bool is_warning(const Entity& entity, std::string_view result)
{
    return entity.type == "text/plain" && entity.charset == "utf-8" &&
           entity.parts.empty() && !entity.content.of(result).empty();
}

// A header that ends with the message gets the line end that it lacks.
inline bool is_same_header(std::string_view before, std::string_view after)
{
    const bool grown = !before.empty() && before.back() != '\n';
    return after.starts_with(before) &&
           (after.size() == before.size() ||
            (grown &&
             after.find_first_not_of("\r\n", before.size()) == std::string_view::npos));
}

// Empty where the nodes are the same but for those that go, and the texts that bear
// the notice.
inline std::string node_fault(const Entity& before, const Entity& after,
                              const Trees& trees)
{
    if (goes(before, trees.removals))
        return is_warning(after, trees.result) ? "" : "what goes leaves no warning";
    if (!is_same_header(before.header.of(trees.raw), after.header.of(trees.result)))
        return "a header changed";
    if (before.type != after.type || before.parts.size() != after.parts.size() ||
        before.closed != after.closed)
        return "the tree is another";
    if (before.preamble.of(trees.raw) != after.preamble.of(trees.result) ||
        before.epilogue.of(trees.raw) != after.epilogue.of(trees.result))
        return "a preamble or an epilogue changed";
    for (std::size_t i = 0; i < before.parts.size(); ++i)
        if (auto fault = node_fault(before.parts[i], after.parts[i], trees);
            !fault.empty())
            return fault;
    if (!before.parts.empty() || is_changed(before, trees.plan))
        return {};
    return before.content.of(trees.raw) == after.content.of(trees.result)
               ? ""
               : "a content changed";
}

inline bool is_in(const mime::Span& where, const Entity& entity)
{
    return entity.whole().contains(where) || entity.content.contains(where);
}

inline bool bears_notice(const Entity& entity, const mime::Span& where)
{
    if (entity.parts.empty())
        return (entity.type == "text/plain" || entity.type == "text/html") &&
               entity.content.contains(where);
    for (const auto& part : entity.parts)
        if (bears_notice(part, where))
            return true;
    return false;
}

// Every edit stands where it may: in what goes, or in a text.
inline bool is_allowed(const attachment::Edit& edit, const Entity& message,
                       const std::vector<attachment::Removal>& removals)
{
    for (const auto& removal : removals)
        if (is_in(edit.where, *removal.entity))
            return true;
    return bears_notice(message, edit.where);
}

} // namespace strip_fault_of

// Empty when the bytes outside of the edits are the same, the edits stand where they
// may, and the result parses to the tree that is expected. `result` is stripped().
inline std::string strip_fault(const mime::Entity& message, std::string_view raw,
                               const std::vector<attachment::Removal>& removals,
                               const attachment::Plan& plan, const std::string& result)
{
    using namespace strip_fault_of;
    if (!attachment::are_sound(plan.edits, raw.size()))
        return "the edits are not sound";
    if (removals.empty())
        return plan.empty() && result == raw ? "" : "nothing to remove changes it";
    for (const auto& edit : plan.edits)
        if (edit.where.begin < message.content.begin ||
            !is_allowed(edit, message, removals))
            return "an edit stands where it may not";
    if (plan.header.empty() &&
        !result.starts_with(raw.substr(0, message.content.begin)))
        return "the header changed";
    const auto parsed = mime::parse(result);
    const auto* const after = std::get_if<mime::Entity>(&parsed);
    if (after == nullptr)
        return "the result passes a bound";
    if (auto fault = message_fault(*after, result); !fault.empty())
        return fault;
    return node_fault(message, *after, {raw, result, plan, removals});
}

} // namespace mailreeve::test
