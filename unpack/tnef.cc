// TNEF (MS-OXTNEF, winmail.dat), by libytnef: old C, for the sandbox only.
#include "mailreeve/mime/charset.hh"
#include "unpack/openers.hh"

#include <algorithm>
#include <string>
#include <string_view>

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

std::vector<std::string> names_of(Attachment& attached)
{
    std::vector<std::string> names;
    for (const auto told : {property(attached, PT_STRING8, PR_ATTACH_LONG_FILENAME),
                            property(attached, PT_UNICODE, PR_ATTACH_LONG_FILENAME),
                            property(attached, PT_STRING8, PR_ATTACH_FILENAME),
                            view(attached.Title), view(attached.TransportFilename)}) {
        auto name = mime::guessed_utf8(told.substr(0, told.find('\0')));
        if (!name.empty() && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
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

} // namespace

void open_tnef(Walk& walk, Item& item, const Content& content)
{
    Tnef tnef;
    if (!tnef.parse(content.bytes))
        hinder(item, Obstacle::Broken, "it is no whole TNEF");
    for (auto* attached = tnef.first(); attached != nullptr;
         attached = attached->next) {
        Found found;
        found.item.names = names_of(*attached);
        const auto bytes = content_of(*attached);
        if (bytes.empty() && found.item.names.empty())
            continue;
        found.size = bytes.size();
        found.source = source_of(bytes);
        if (!walk.enter(item, std::move(found), content.depth))
            return;
    }
}

} // namespace mailreeve::unpack
