#include "mailreeve/attachment/survey.hh"

#include "mailreeve/attachment/extension.hh"
#include "mailreeve/attachment/name_forms.hh"
#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/attachment/smime.hh"
#include "mailreeve/base/ascii.hh"
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

// What nobody saves or opens by itself.
bool is_plain(const Item& item)
{
    return item.type == FileType::Text || item.type == FileType::Empty ||
           item.type == FileType::Html;
}

// Where readers look for uuencode and its like: in any text, whatever it is called.
bool is_text(const mime::Entity& entity, const Item& item)
{
    return entity.type.starts_with("text/") || is_plain(item) ||
           entity.type == "application/mac-binhex40";
}

template <class IsSo>
bool is_called(const Item& item, const IsSo& is_so)
{
    return std::ranges::any_of(item.names, [&](const std::string& told) {
        return std::ranges::any_of(name_forms(told).all, is_so);
    });
}

bool is_called_mail(const Item& item)
{
    return is_called(
        item, [](const std::string& form) { return extension_of(form) == "eml"; });
}

// Or a piece of one, as letter.7z.002.
bool is_called_archive(const Item& item)
{
    return is_called(item, [](std::string_view form) {
        const auto last = extension_of(form);
        if (last.size() == 3 && std::ranges::all_of(last, ascii::is_digit))
            form.remove_suffix(last.size() + 1);
        return kind_of_extension(extension_of(form)) == ExtensionKind::Archive;
    });
}

// Its own name alone: the others that an entity may be known by tell of its subject.
std::vector<std::string> names_of_message(const mime::Entity& message)
{
    mime::Entity told;
    for (const auto& field : message.fields)
        if (field.is("Content-Disposition") || field.is("Content-Type"))
            told.fields.push_back(field);
    return mime::file_names(told);
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
        if (!entity.is_multipart()) { // a message: its one part has its own count
            message(entity, path.empty() ? "1" : path, sealed);
            return walk(entity.parts.front(), path, sealed);
        }
        std::size_t number = 0;
        for (const auto& part : entity.parts)
            walk(part, (path.empty() ? path : path + '.') + std::to_string(++number),
                 sealed);
    }

    // It is saved under its name, whatever is in it: the text of a message is a script
    // where the name says so.
    void message(const mime::Entity& entity, const std::string& path, bool sealed)
    {
        Item item;
        item.names = names_of_message(entity);
        item.declared = entity.type;
        item.type = FileType::Mail;
        item.size = entity.content.size();
        if (!item.names.empty())
            survey_.parts.push_back(
                {&entity, path, std::nullopt, sealed, std::move(item)});
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
        auto& seen = survey_.parts.back().item;
        // The parts that are in it are there for those who undo what RFC 2045 6.4
        // forbids.
        if (entity.is_multipart() && mime::is_encoded(entity) &&
            !mime::hidden_files(content.view(), {0, content.view().size()}, 1).empty())
            seen = hindered(std::move(seen), Obstacle::Ambiguous,
                            mime::name(mime::Oddity::MultipartEncoding));
        if (is_text(entity, seen))
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
                whole = is_read_whole(entity, item);
            }
        });
        if (content.size() <= type_head)
            item.type = file_type(content.view(), true);
        return content;
    }

    // Names and type of the item are known.
    static bool is_read_whole(const mime::Entity& entity, const Item& item)
    {
        return is_text(entity, item) || holds_others(item) || entity.is_multipart() ||
               is_called_archive(item) || is_called_mail(item);
    }

    static bool holds_others(const Item& item)
    {
        return is_container(item.type) || holds_message(item) || is_called_smime(item);
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
        return is_plain(item) && item.size <= type_head && !is_called_mail(item)
                   ? item
                   : by_name(std::move(item), content);
    }

    // Programs for archives look for one behind other bytes, and for the rest of one in
    // other files.
    Item by_name(Item item, ScratchFile& content)
    {
        const bool archive = is_called_archive(item);
        const bool mail = is_called_mail(item);
        if (!archive && !mail)
            return item;
        const auto declared = item.declared;
        if (mail)
            item.declared = "message/rfc822";
        item = opened(std::move(item), content);
        item.declared = declared;
        if (archive && item.obstacle == Obstacle::None && item.inside.empty())
            return hindered(std::move(item), Obstacle::Unsupported,
                            "it is called an archive and does not begin like one");
        return item;
    }

    static bool holds_message(const Item& item)
    {
        return item.declared == "message/rfc822" || item.declared == "message/global" ||
               item.declared == "message/rfc2822" || item.declared == "message/news";
    }

    static Item hindered(Item item, Obstacle obstacle, std::string_view detail)
    {
        item.obstacle = obstacle;
        item.detail = detail;
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
        const auto left = bounds_.embedded - embedded_;
        auto files = mime::embedded_files(text, left + 1);
        if (files.size() > left) {
            files.resize(left);
            auto& whole = survey_.parts.back().item;
            whole = hindered(std::move(whole), Obstacle::TooMany,
                             "more files in texts than are looked at");
        }
        for (auto& file : files) {
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

// NOLINTNEXTLINE(readability-function-size): a message, who looks, and how far
Survey survey(std::string_view raw, Unpacker* unpacker, const SurveyBounds& bounds,
              Deadline deadline, const Clock& clock,
              const std::function<void()>& progress)
{
    return Surveyor{raw, unpacker, bounds, deadline, clock, progress}.look();
}

} // namespace mailreeve::attachment
