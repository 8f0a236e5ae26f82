// TNEF (MS-OXTNEF, winmail.dat) by two readers: ours, and libytnef, which is old C, for
// the sandbox only, and calls some sound files broken. Readers of mail differ as well:
// so what either finds counts.
#include "mailreeve/mime/charset.hh"
#include "unpack/openers.hh"
#include "unpack/tnef_attachments.hh"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" {
#include <ytnef.h>
}

namespace mailreeve::unpack {

using attachment::Item;
using attachment::Obstacle;

namespace {

class Tnef {
public:
    Tnef() { TNEFInitialize(&read_); }
    ~Tnef() { TNEFFree(&read_); }
    Tnef(const Tnef&) = delete;
    Tnef& operator=(const Tnef&) = delete;

    bool parse(std::string_view bytes)
    {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-pro-type-reinterpret-cast):
        // it only reads
        auto* const memory =
            const_cast<BYTE*>(reinterpret_cast<const BYTE*>(bytes.data()));
        return TNEFParseMemory(memory, static_cast<long>(bytes.size()), &read_) >= 0;
    }

    Attachment* first() { return read_.starting_attach.next; }

private:
    TNEFStruct read_{};
};

std::string_view view(const variableLength& field)
{
    if (field.data == nullptr || field.size <= 0)
        return {};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
    return {reinterpret_cast<const char*>(field.data),
            static_cast<std::size_t>(field.size)};
}

std::string_view property(Attachment& attached, ULONG type, ULONG id)
{
    auto* const found = MAPIFindProperty(&attached.MAPI, PROP_TAG(type, id));
    return found == MAPI_UNDEFINED ? std::string_view{} : view(*found);
}

std::vector<TnefName> names_of(Attachment& attached)
{
    std::vector<TnefName> names;
    for (const auto told : {property(attached, PT_STRING8, PR_ATTACH_LONG_FILENAME),
                            property(attached, PT_UNICODE, PR_ATTACH_LONG_FILENAME),
                            property(attached, PT_STRING8, PR_ATTACH_FILENAME),
                            view(attached.Title), view(attached.TransportFilename)}) {
        auto name = mime::guessed_utf8(told.substr(0, told.find('\0')));
        if (!name.empty())
            names.push_back({TnefNameKind::Title, std::move(name)});
    }
    return names;
}

// An object (a message in a message, OLE) has 16 bytes of its interface in front.
std::string_view content_of(Attachment& attached)
{
    constexpr std::size_t interface_id = 16;
    const auto object = property(attached, PT_OBJECT, PR_ATTACH_DATA_OBJ);
    if (object.size() > interface_id)
        return object.substr(interface_id);
    const auto binary = property(attached, PT_BINARY, PR_ATTACH_DATA_OBJ);
    return binary.empty() ? view(attached.FileData) : binary;
}

// As `tnef` found them, within our bounds.
std::vector<TnefAttachment> attachments_of(Tnef& tnef)
{
    std::vector<TnefAttachment> all;
    for (auto* attached = tnef.first();
         attached != nullptr && all.size() < max_tnef_parts;
         attached = attached->next) {
        TnefAttachment found{names_of(*attached), {}};
        if (const auto bytes = content_of(*attached); !bytes.empty())
            found.contents.push_back(bytes);
        if (!found.names.empty() || !found.contents.empty())
            all.push_back(std::move(found));
    }
    return all;
}

// Whether both are of one attachment: what one reader has is not another in the other.
bool agree(const TnefAttachment& a, const TnefAttachment& b)
{
    return a.contents.empty() || b.contents.empty() ||
           std::ranges::find(a.contents, b.contents.front()) != a.contents.end();
}

// Adds what `others` has and `all` has not. Attachments of one place are the same where
// they agree.
void add(std::vector<TnefAttachment>& all, std::vector<TnefAttachment> others)
{
    const auto count = all.size();
    for (std::size_t i = 0; i < others.size(); ++i) {
        auto& other = others[i];
        if (i >= count || !agree(all[i], other)) {
            all.push_back(std::move(other));
            continue;
        }
        std::ranges::move(other.names, std::back_inserter(all[i].names));
        if (all[i].contents.empty())
            all[i].contents = std::move(other.contents);
    }
}

// Of an attachment with this content. A message has no name of its own: its subject is
// shown, and what it is saved as.
std::vector<std::string> names_for(const TnefAttachment& attachment,
                                   std::string_view content)
{
    std::vector<std::string> names;
    for (const auto& [kind, utf8] : attachment.names) {
        const bool subject =
            kind == TnefNameKind::DisplayName && begins_as_tnef(content);
        auto name = subject ? utf8 + ".msg" : utf8;
        if (std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

// False where the budget is spent.
bool enter(Walk& walk, Item& item, const TnefAttachment& attachment,
           const Content& content)
{
    auto contents = attachment.contents;
    if (contents.empty())
        contents.emplace_back();
    return std::ranges::all_of(contents, [&](std::string_view bytes) {
        Found found;
        found.item.names = names_for(attachment, bytes);
        found.size = bytes.size();
        found.source = source_of(bytes);
        return walk.enter(item, std::move(found), content.depth);
    });
}

} // namespace

void open_tnef(Walk& walk, Item& item, const Content& content)
{
    // libytnef takes time by the square of their number.
    constexpr std::size_t most_read_twice = 1'000;
    auto read = read_tnef(content.bytes);
    if (read.attachments.size() > most_read_twice)
        return hinder(item, Obstacle::TooMany, "more files than are looked at");
    Tnef tnef;
    if (!tnef.parse(content.bytes) && !read.whole)
        hinder(item, Obstacle::Broken, "it is no whole TNEF");
    if (read.cut)
        hinder(item, Obstacle::TooMany, "more names and files than are looked at");
    add(read.attachments, attachments_of(tnef));
    for (const auto& attachment : read.attachments)
        if (!enter(walk, item, attachment, content))
            return;
}

} // namespace mailreeve::unpack
