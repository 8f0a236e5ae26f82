// A message inside of something: its parts are files, and so is what stands in its
// texts.
#include "mailreeve/mime/ambiguity.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/embedded.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/parse.hh"
#include "unpack/openers.hh"

#include <algorithm>

namespace mailreeve::unpack {

using attachment::Item;
using attachment::Obstacle;
using mime::Entity;

namespace {

class Message {
public:
    Message(Walk& walk, Item& item, const Content& content)
        : walk_{walk}, item_{item}, content_{content}
    {
    }

    // False where the budget is spent.
    bool look_at(const Entity& entity)
    {
        if (entity.is_multipart())
            return std::ranges::all_of(
                entity.parts, [&](const Entity& part) { return look_at(part); });
        Found found;
        found.item.names = mime::file_names(entity);
        found.item.declared = entity.type;
        if (entity.type == "message/partial")
            hinder(found.item, Obstacle::Partial, "a piece of a message");
        if (entity.type == "message/external-body")
            hinder(found.item, Obstacle::External, "it is elsewhere");
        const auto bytes =
            mime::decoded(entity, content_.bytes, walk_.budget().output_left());
        found.size = bytes.size();
        found.source = source_of(bytes);
        return walk_.enter(item_, std::move(found), content_.depth) &&
               (!entity.type.starts_with("text/") ||
                enter_embedded(walk_, item_, bytes, content_.depth));
    }

private:
    Walk& walk_;
    Item& item_;
    Content content_;
};

} // namespace

bool enter_embedded(Walk& walk, Item& item, std::string_view text, std::uint32_t depth)
{
    for (const auto& file :
         mime::embedded_files(text, walk.entries_left() + std::size_t{1})) {
        const auto bytes = mime::decoded(file, text, walk.budget().output_left());
        Found found;
        if (!file.name.empty())
            found.item.names.push_back(file.name);
        found.size = bytes.size();
        found.source = source_of(bytes);
        if (!walk.enter(item, std::move(found), depth))
            return false;
    }
    return true;
}

bool is_message(std::string_view declared)
{
    return declared == "message/rfc822" || declared == "message/global" ||
           declared == "message/rfc2822" || declared == "message/news";
}

void open_mail(Walk& walk, Item& item, const Content& content)
{
    const auto parsed = mime::parse(content.bytes);
    if (const auto* const excess = std::get_if<mime::Excess>(&parsed)) {
        const bool deep = *excess == mime::Excess::Depth;
        return hinder(
            item, deep ? Obstacle::TooDeep : Obstacle::TooMany,
            std::string{"a message beyond the bound of "}.append(mime::name(*excess)));
    }
    const auto& message = std::get<Entity>(parsed);
    for (const auto& ambiguity : mime::ambiguities(message, content.bytes))
        if (ambiguity.grave)
            hinder(item, Obstacle::Ambiguous, mime::name(ambiguity.what));
    Message{walk, item, content}.look_at(message);
}

} // namespace mailreeve::unpack
