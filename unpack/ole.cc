// What an OLE compound file holds: macros, encryption, embedded files, and the
// attachments of an Outlook message.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/charset.hh"
#include "unpack/little_endian.hh"
#include "unpack/ole_file.hh"
#include "unpack/openers.hh"

#include <algorithm>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;

namespace {

constexpr std::size_t globals = std::size_t{1024} * 1024; // of a workbook

// {000C1082, 84, 86}-0000-0000-C000-000000000046: transform, package, patch.
bool is_installer(std::string_view class_id)
{
    constexpr std::string_view behind{"\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", 15};
    return class_id.size() == 16 && class_id.substr(1) == behind &&
           (class_id[0] == '\x82' || class_id[0] == '\x84' || class_id[0] == '\x86');
}

bool is_macro_storage(const OleEntry& entry)
{
    const auto name = ascii::lower(entry.name);
    const bool storage = entry.kind == OleEntry::Kind::Storage;
    return (storage && (name == "vba" || name == "macros" ||
                        name == "_vba_project_cur" || name == "_vba_project")) ||
           (!storage && name == "_vba_project");
}

// MS-XLS: the records of the workbook itself, up to its first EOF.
void read_workbook(const std::string& bytes, Item& item)
{
    constexpr std::uint16_t eof = 0x000a;
    constexpr std::uint16_t file_pass = 0x002f;
    constexpr std::uint16_t bound_sheet = 0x0085;
    for (std::size_t at = 0; u32_at(bytes, at);) {
        const auto kind = *u16_at(bytes, at);
        const std::size_t size = *u16_at(bytes, at + 2);
        const auto record = slice(bytes, at + 4, size);
        if (!record || kind == eof)
            return;
        if (kind == file_pass)
            hinder(item, Obstacle::Encrypted, "it needs a password");
        if (kind == bound_sheet && size > 5 && (*record)[5] == 1) // of XLM macros
            item.macros = true;
        at += 4 + size;
    }
}

// MS-DOC: the flag fEncrypted of the FibBase.
bool is_encrypted_word(const std::string& front)
{
    return (u16_at(front, 10).value_or(0) & 0x0100U) != 0;
}

std::string c_string(std::string_view& rest)
{
    const auto text = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    return std::string{text};
}

// MS-OLEDS 2.3.6 and what Windows' packager makes of it: label, file name, the path
// that it had, each ended by NUL; then the file.
struct Package {
    std::vector<std::string> names;
    std::string_view bytes;
};

Package read_package(std::string_view stream)
{
    Package package;
    if (stream.size() < 6)
        return {{}, stream};
    auto rest = stream.substr(6);
    const auto add = [&](const std::string& name) {
        if (!name.empty() &&
            std::ranges::find(package.names, name) == package.names.end())
            package.names.push_back(mime::guessed_utf8(name));
    };
    add(c_string(rest));
    add(c_string(rest));
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 8));
    add(c_string(rest));
    const auto size = u32_at(rest, 0);
    const auto bytes = size ? slice(rest, 4, *size) : std::nullopt;
    if (bytes)
        package.bytes = *bytes;
    else // of another form: a number, then the object
        package = {{}, stream.substr(4)};
    return package;
}

class Ole {
public:
    Ole(Walk& walk, Item& item, const OleFile& file, std::uint32_t depth)
        : walk_{walk}, item_{item}, file_{file}, depth_{depth}
    {
    }

    void look()
    {
        for (const auto& entry : file_.entries()) {
            if (is_macro_storage(entry))
                item_.macros = true;
            if (entry.kind == OleEntry::Kind::Stream && !look_at(entry))
                return;
            if (entry.name.starts_with("__attach_version1.0_") && !attached(entry))
                return;
        }
    }

private:
    bool look_at(const OleEntry& stream)
    {
        if (stream.name == "EncryptedPackage" || stream.name == "EncryptedSummary")
            hinder(item_, Obstacle::Encrypted, "it needs a password");
        if (stream.name == "Workbook" || stream.name == "Book")
            read_workbook(file_.content(stream, globals), item_);
        if (stream.name == "WordDocument" &&
            is_encrypted_word(file_.content(stream, 12)))
            hinder(item_, Obstacle::Encrypted, "it needs a password");
        if (stream.name == "\1Ole10Native") {
            const auto bytes = content(stream);
            const auto package = read_package(bytes);
            return enter(package.names, package.bytes);
        }
        if (stream.name == "Package" || stream.name == "CONTENTS")
            return enter({}, content(stream));
        return true;
    }

    std::string content(const OleEntry& stream)
    {
        return file_.content(stream, walk_.budget().output_left());
    }

    bool enter(std::vector<std::string> names, std::string_view bytes)
    {
        Found found;
        found.item.names = std::move(names);
        found.size = bytes.size();
        found.source = source_of(bytes);
        return walk_.enter(item_, std::move(found), depth_);
    }

    // MS-OXMSG: the properties of an attachment are streams that are named by them.
    bool attached(const OleEntry& storage)
    {
        constexpr std::string_view property = "__substg1.0_";
        const auto self = static_cast<std::size_t>(&storage - file_.entries().data());
        std::vector<std::string> names;
        std::string bytes;
        for (const auto& entry : file_.entries()) {
            if (entry.parent != self || entry.kind != OleEntry::Kind::Stream ||
                !entry.name.starts_with(property))
                continue;
            const auto tag = entry.name.substr(property.size());
            if (tag == "37010102")
                bytes = content(entry);
            for (const auto* const id : {"3707", "3704", "3001"})
                if (tag.starts_with(id))
                    names.push_back(name(entry, tag));
        }
        return names.empty() && bytes.empty() ? true : enter(std::move(names), bytes);
    }

    std::string name(const OleEntry& stream, std::string_view tag) const
    {
        const auto bytes = file_.content(stream, attachment::max_item_name);
        return tag.ends_with("001F") ? mime::to_utf8(bytes, "utf-16le").value_or(bytes)
                                     : mime::guessed_utf8(bytes);
    }

    Walk& walk_;
    Item& item_;
    const OleFile& file_;
    std::uint32_t depth_;
};

} // namespace

void open_ole(Walk& walk, Item& item, const Content& content)
{
    const auto file = OleFile::parse(content.bytes, walk.budget().entries_left());
    if (!file)
        return hinder(item, Obstacle::Broken, "its header makes no sense");
    if (file->is_damaged())
        hinder(item, Obstacle::Broken, "its directory makes no sense");
    if (!file->entries().empty() && is_installer(file->entries()[0].class_id))
        item.type = FileType::Msi;
    Ole{walk, item, *file, content.depth}.look();
}

} // namespace mailreeve::unpack
