#include "unpack/tnef_attachments.hh"

#include "mailreeve/attachment/item_wire.hh"
#include "mailreeve/attachment/unpack_settings.hh"
#include "mailreeve/mime/charset.hh"
#include "unpack/little_endian.hh"
#include "unpack/mapi_properties.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::unpack {

namespace {

constexpr std::uint32_t signature = 0x223e9f78;
constexpr std::size_t stream_head = 6;    // the signature and a key
constexpr std::size_t attribute_head = 9; // level, id, length
constexpr std::size_t checksum = 2;
constexpr std::size_t interface_id = 16; // in front of an object

// MS-OXTNEF 2.1.3.3
enum Attribute : std::uint32_t {
    AttachTitle = 0x00018010,
    AttachData = 0x0006800f,
    AttachTransportFilename = 0x00069001,
    AttachRenddata = 0x00069002, // the first attribute of an attachment
    Attachment = 0x00069005,     // MAPI properties
};

constexpr std::uint16_t attach_data = 0x3701; // PR_ATTACH_DATA_OBJ, PR_ATTACH_DATA_BIN

std::optional<TnefNameKind> name_kind(std::uint16_t property)
{
    switch (property) {
    case 0x3707: // PR_ATTACH_LONG_FILENAME
        return TnefNameKind::LongFilename;
    case 0x3704: // PR_ATTACH_FILENAME
    case 0x370c: // PR_ATTACH_TRANSPORT_NAME
        return TnefNameKind::Filename;
    case 0x3708: // PR_ATTACH_PATHNAME
    case 0x370d: // PR_ATTACH_LONG_PATHNAME
        return TnefNameKind::Path;
    case 0x3001: // PR_DISPLAY_NAME
        return TnefNameKind::DisplayName;
    default:
        return std::nullopt;
    }
}

std::string text_of(const MapiProperty& property)
{
    auto text = property.type == MapiType::Unicode
                    ? mime::to_utf8(property.value, "utf-16le").value_or("")
                    : mime::guessed_utf8(property.value);
    text.resize(std::min(text.size(), text.find('\0')));
    return attachment::bounded_name(text);
}

class Stream {
public:
    TnefReading read(std::string_view bytes)
    {
        bytes.remove_prefix(std::min(bytes.size(), stream_head));
        // A few bytes more at the end are no attribute: writers leave them there.
        while (bytes.size() >= attribute_head + checksum && !reading_.cut) {
            const auto size = *u32_at(bytes, 5);
            const auto content = bytes.substr(attribute_head, size);
            take(*u32_at(bytes, 1), content);
            bytes.remove_prefix(attribute_head + content.size());
            if (content.size() < size || bytes.size() < checksum)
                reading_.whole = false;
            bytes.remove_prefix(std::min(bytes.size(), checksum));
        }
        begin();
        return std::move(reading_);
    }

private:
    void take(std::uint32_t attribute, std::string_view content)
    {
        if (attribute == AttachRenddata)
            begin();
        else if (attribute == AttachTitle)
            add_name(TnefNameKind::Title, {0, MapiType::String8, content});
        else if (attribute == AttachTransportFilename)
            add_name(TnefNameKind::Filename, {0, MapiType::String8, content});
        else if (attribute == AttachData)
            add_content(content);
        else if (attribute == Attachment && !each_property(content, [&](const auto& p) {
                     take(p);
                     return !reading_.cut;
                 }))
            reading_.whole = false;
    }

    void take(const MapiProperty& property)
    {
        const bool object = property.type == MapiType::Object;
        if (const auto kind = name_kind(property.id); kind && !object)
            add_name(*kind, property);
        if (property.id == attach_data && object)
            add_content(
                property.value.substr(std::min(property.value.size(), interface_id)));
        else if (property.id == attach_data)
            add_content(property.value);
    }

    template <class Part>
    void add(std::vector<Part>& parts, std::size_t most, Part part)
    {
        if (std::ranges::find(parts, part) != parts.end())
            return;
        reading_.cut =
            reading_.cut || parts.size() == most || ++parts_ > max_tnef_parts;
        if (!reading_.cut)
            parts.push_back(std::move(part));
    }

    void add_name(TnefNameKind kind, const MapiProperty& property)
    {
        if (TnefName name{kind, text_of(property)}; !name.utf8.empty())
            add(now_.names, attachment::max_item_names, std::move(name));
    }

    void add_content(std::string_view content)
    {
        if (!content.empty())
            add(now_.contents, max_tnef_contents, content);
    }

    // Of the next attachment.
    void begin()
    {
        if (now_.names.empty() && now_.contents.empty())
            return;
        std::ranges::stable_sort(now_.names, {}, &TnefName::kind);
        reading_.attachments.push_back(std::move(now_));
        now_ = {};
    }

    TnefReading reading_;
    TnefAttachment now_;
    std::size_t parts_ = 0;
};

} // namespace

bool begins_as_tnef(std::string_view bytes)
{
    return u32_at(bytes, 0) == signature;
}

TnefReading read_tnef(std::string_view bytes)
{
    return Stream{}.read(bytes);
}

} // namespace mailreeve::unpack
