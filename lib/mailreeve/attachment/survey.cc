#include "mailreeve/attachment/survey.hh"

#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/base/scratch_file.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/hidden.hh"
#include "mailreeve/mime/parse.hh"

#include <algorithm>
#include <limits>
#include <utility>

namespace mailreeve::attachment {

namespace {

constexpr auto all_of_it = std::numeric_limits<std::uint64_t>::max();

bool is_text(const mime::Entity& entity)
{
    return entity.type == "text/plain" || entity.type == "text/html" ||
           entity.type == "text/enriched";
}

// What nobody saves or opens by itself.
bool is_plain(const Item& item)
{
    return item.type == FileType::Text || item.type == FileType::Empty ||
           item.type == FileType::Html;
}

class Surveyor {
public:
    Surveyor(std::string_view raw, Unpacker* unpacker, const SurveyBounds& bounds,
             Deadline deadline, const Clock& clock,
             const std::function<void()>& progress)
        : raw_{raw}, unpacker_{unpacker}, bounds_{bounds}, deadline_{deadline},
          clock_{clock}, progress_{progress}
    {
    }

    Survey look()
    {
        auto parsed = mime::parse(raw_, bounds_.mime);
        if (const auto* excess = std::get_if<mime::Excess>(&parsed)) {
            survey_.excess = *excess;
            survey_.carries = true; // for all we know
            return std::move(survey_);
        }
        survey_.tree =
            std::make_unique<mime::Entity>(std::get<mime::Entity>(std::move(parsed)));
        walk(*survey_.tree, "", false);
        survey_.ambiguities = mime::ambiguities(*survey_.tree, raw_);
        survey_.carries = carries_files();
        return std::move(survey_);
    }

private:
    // By the tree, or where that is in doubt by the bytes, whatever part they are in.
    bool carries_files() const
    {
        const auto is_file = [](const Part& part) {
            return part.embedded || !part.item.names.empty() || !is_plain(part.item);
        };
        return std::ranges::any_of(survey_.parts, is_file) ||
               (survey_.is_ambiguous() &&
                !mime::hidden_files(raw_, {0, raw_.size()}, 1).empty());
    }

    void walk(const mime::Entity& entity, const std::string& path, bool sealed)
    {
        sealed = sealed || is_sealed(entity);
        if (entity.parts.empty())
            return leaf(entity, path.empty() ? "1" : path, sealed);
        if (!entity.is_multipart()) // a message: its one part has its own count
            return walk(entity.parts.front(), path, sealed);
        std::size_t number = 0;
        for (const auto& part : entity.parts)
            walk(part, (path.empty() ? path : path + '.') + std::to_string(++number),
                 sealed);
    }

    void leaf(const mime::Entity& entity, const std::string& path, bool sealed)
    {
        if (progress_)
            progress_();
        Item item;
        item.names = mime::file_names(entity);
        item.declared = entity.type;
        auto content = content_of(entity, item);
        survey_.parts.push_back(
            {&entity, path, std::nullopt, sealed, looked_at(std::move(item), content)});
        if (is_text(entity))
            files_in_text(entity, path, sealed, content.view());
    }

    // Of what holds no others only the head is kept, and the rest counted: pictures and
    // the like are most of what mail weighs. Tells the item its size and type.
    ScratchFile content_of(const mime::Entity& entity, Item& item) const
    {
        ScratchFile content{bounds_.scratch,
                            std::max(bounds_.in_memory, 2 * type_head)};
        bool whole = true;
        mime::decode(entity, raw_, all_of_it, [&](std::string_view piece) {
            item.size += piece.size();
            if (!whole)
                return;
            const bool is_head = content.size() <= type_head;
            content.append(piece);
            if (is_head && content.size() > type_head) {
                item.type = file_type(content.view().substr(0, type_head), false);
                whole = is_text(entity) || holds_others(item);
            }
        });
        if (content.size() <= type_head)
            item.type = file_type(content.view(), true);
        return content;
    }

    static bool holds_others(const Item& item)
    {
        return is_container(item.type) || holds_message(item);
    }

    // Its size and type are known.
    Item looked_at(Item item, ScratchFile& content)
    {
        if (item.declared == "message/partial")
            return hindered(std::move(item), Obstacle::Partial, "message/partial");
        if (item.declared == "message/external-body")
            return hindered(std::move(item), Obstacle::External,
                            "message/external-body");
        if (holds_others(item))
            return opened(std::move(item), content);
        return item;
    }

    static bool holds_message(const Item& item)
    {
        return item.declared == "message/rfc822" || item.declared == "message/global" ||
               item.declared == "message/news";
    }

    static Item hindered(Item item, Obstacle obstacle, std::string detail)
    {
        item.obstacle = obstacle;
        item.detail = std::move(detail);
        return item;
    }

    Item opened(Item item, ScratchFile& content)
    {
        if (unpacker_ == nullptr)
            return hindered(std::move(item), Obstacle::Unsupported, "no worker");
        if (clock_.now() >= deadline_)
            return hindered(std::move(item), Obstacle::TooSlow, "no time is left");
        return unpacker_->look_into(
            {content.descriptor(), content.size(), std::move(item)});
    }

    void files_in_text(const mime::Entity& entity, const std::string& path, bool sealed,
                       std::string_view text)
    {
        if (embedded_ >= bounds_.embedded)
            return;
        for (auto& file : mime::embedded_files(text, bounds_.embedded - embedded_)) {
            ++embedded_;
            ScratchFile content{bounds_.scratch, bounds_.in_memory};
            content.append(mime::decoded(file, text, text.size()));
            Item item;
            item.size = content.size();
            item.type =
                file_type(content.view().substr(0, type_head), item.size <= type_head);
            if (!file.name.empty())
                item.names.push_back(file.name);
            auto seen = looked_at(std::move(item), content);
            survey_.parts.push_back({&entity, path + '+' + std::to_string(embedded_),
                                     std::move(file), sealed, std::move(seen)});
        }
    }

    std::string_view raw_;
    Unpacker* unpacker_;
    const SurveyBounds& bounds_;
    Deadline deadline_;
    const Clock& clock_;
    const std::function<void()>& progress_;
    Survey survey_;
    std::size_t embedded_ = 0;
};

} // namespace

bool Survey::is_ambiguous() const
{
    return std::ranges::any_of(ambiguities, &mime::Ambiguity::grave);
}

Survey survey(std::string_view raw, Unpacker* unpacker, const SurveyBounds& bounds,
              Deadline deadline, const Clock& clock,
              const std::function<void()>& progress)
{
    return Surveyor{raw, unpacker, bounds, deadline, clock, progress}.look();
}

} // namespace mailreeve::attachment
