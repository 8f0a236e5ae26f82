#include "mailreeve/attachment/strip.hh"

#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/attachment/shown_name.hh"
#include "mailreeve/attachment/shown_texts.hh"
#include "mailreeve/attachment/text_change.hh"
#include "mailreeve/attachment/warning_part.hh"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mailreeve::attachment {

namespace {

using mime::Entity;

bool removes_all(const Removal& removal)
{
    return !removal.embedded || !can_cut(*removal.entity);
}

// Goes through the tree, so that the edits come in the order of the message.
class Planner {
public:
    Planner(std::string_view raw, std::span<const Removal> removals,
            const Notice& notice)
        : raw_{raw}, removals_{removals}, notice_{notice}, line_end_{line_end_of(raw)},
          file_name_{warning_file_name(notice)}
    {
    }

    Plan plan(const Entity& message)
    {
        if (is_removed(message)) {
            const auto part = warning(message, "inline");
            plan_.header = as_header(part, message);
            replace_content(message, part);
            return std::move(plan_);
        }
        if (notice_.settings.in_text)
            find_texts(message);
        change(message);
        return std::move(plan_);
    }

private:
    bool is_removed(const Entity& entity) const
    {
        return std::ranges::any_of(removals_, [&](const Removal& removal) {
            return removal.entity == &entity && removes_all(removal);
        });
    }

    void find_texts(const Entity& message)
    {
        texts_ = shown_texts(
            message, [this](const Entity& entity) { return is_removed(entity); });
        std::vector<Removed> all;
        for (const auto& removal : removals_)
            all.push_back(removal.what);
        const auto lines = warning_lines(all, notice_);
        lines_.assign(lines.begin(), lines.end());
    }

    void change(const Entity& entity)
    {
        if (entity.parts.empty())
            change_text(entity);
        for (const auto& part : entity.parts) {
            if (!is_removed(part))
                change(part);
            else if (entity.is_message())
                replace_message(part, entity);
            else
                replace_part(part);
        }
    }

    void change_text(const Entity& entity)
    {
        TextChange wanted;
        if (std::ranges::find(texts_, &entity) != texts_.end())
            wanted.notice = lines_;
        for (const auto& removal : removals_)
            if (removal.entity == &entity)
                wanted.files.push_back(
                    {*removal.embedded, shown_names(removal.what.names)});
        add(text_edits(entity, raw_, wanted));
    }

    // What was in it, in the order of the removals.
    WarningPart warning(const Entity& entity, std::string_view disposition)
    {
        std::vector<Removed> gone;
        for (const auto& removal : removals_)
            if (entity.whole().contains(removal.entity->whole()))
                gone.push_back(removal.what);
        const bool full = ++warnings_ <= max_full_warnings;
        const auto text =
            full ? warning_text(gone, notice_) : short_warning_text(gone, notice_);
        return warning_part(text, file_name_, disposition, line_end_);
    }

    void replace_part(const Entity& part)
    {
        const auto whole = part.whole();
        auto text = as_part(warning(part, "attachment"), line_end_) +
                    line_end_before_boundary(raw_, whole.end);
        if (whole.begin > 0 && raw_[whole.begin - 1] != '\n')
            text.insert(0, line_end_); // the message ends with the boundary line
        plan_.edits.push_back({whole, std::move(text)});
    }

    // The one inside of a message: its sender and subject stay.
    void replace_message(const Entity& message, const Entity& around)
    {
        if (auto gap = gap_before_content(around, raw_); !gap.empty())
            add({{{message.header.begin, message.header.begin}, std::move(gap)}});
        const auto part = warning(message, "inline");
        add(header_edits(message, raw_, as_header(part, message)));
        replace_content(message, part);
    }

    void replace_content(const Entity& entity, const WarningPart& part)
    {
        plan_.edits.push_back(
            {entity.content, gap_before_content(entity, raw_) + part.content +
                                 line_end_before_boundary(raw_, entity.content.end)});
    }

    void add(std::vector<Edit> edits)
    {
        for (auto& edit : edits)
            plan_.edits.push_back(std::move(edit));
    }

    std::string_view raw_;
    std::span<const Removal> removals_;
    const Notice& notice_;
    std::string_view line_end_;
    std::string file_name_;
    std::vector<const Entity*> texts_; // that have the notice in front
    std::vector<std::string> lines_;
    std::size_t warnings_ = 0;
    Plan plan_;
};

} // namespace

Plan plan_strip(const Entity& message, std::string_view raw,
                std::span<const Removal> removals, const Notice& notice)
{
    assert(std::ranges::none_of(removals, [&](const Removal& removal) {
        return signed_around(message, *removal.entity);
    }));
    if (removals.empty())
        return {};
    auto plan = Planner{raw, removals, notice}.plan(message);
    assert(are_sound(plan.edits, raw.size()));
    return plan;
}

std::string stripped(const Entity& message, std::string_view raw, const Plan& plan)
{
    auto edits = header_edits(message, raw, plan.header);
    edits.insert(edits.end(), plan.edits.begin(), plan.edits.end());
    return spliced(raw, edits);
}

} // namespace mailreeve::attachment
