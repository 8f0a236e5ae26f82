// ZIP, one entry at a time, from the bytes that the directory names. Each is given to
// libarchive with a local header that we write: it never sees what theirs say.
#include "mailreeve/base/ascii.hh"
#include "unpack/archive_reader.hh"
#include "unpack/openers.hh"
#include "unpack/zip_directory.hh"

#include <array>
#include <memory>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;

namespace {

constexpr std::uint16_t stored = 0;

void append(std::string& bytes, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i, value >>= 8U)
        bytes += static_cast<char>(value & 0xffU);
}

std::string local_header(const ZipEntry& entry)
{
    std::string bytes{"PK\x03\x04", 4};
    append(bytes, 63, 2); // all that readers can
    append(bytes, 0, 2);
    append(bytes, entry.method, 2);
    append(bytes, 0, 4);
    append(bytes, entry.crc, 4);
    append(bytes, entry.packed, 4);
    append(bytes, entry.size, 4);
    append(bytes, 1, 2);
    append(bytes, 0, 2);
    return bytes += 'x';
}

// Its one entry, until it is no longer wanted.
struct Unpacked {
    explicit Unpacked(const ZipEntry& entry)
        : header{local_header(entry)}, reader{Compression::None, Format::Zip, header,
                                              entry.content}
    {
    }
    std::string header;
    ArchiveReader reader;
};

Source unpacked(const ZipEntry& entry, Obstacle& obstacle, std::string& detail)
{
    const auto one = std::make_shared<Unpacked>(entry);
    if (!one->reader.next()) {
        obstacle = one->reader.obstacle();
        detail = one->reader.detail();
        return {};
    }
    return [one, &obstacle, &detail](char* room,
                                     std::size_t size) -> std::optional<std::size_t> {
        const auto got = one->reader.read(room, size);
        if (!got) {
            obstacle = one->reader.obstacle();
            detail = one->reader.detail();
        }
        return got;
    };
}

bool ends_with_slash(const ZipEntry& entry)
{
    return !entry.names.empty() && entry.names.front().ends_with('/') &&
           entry.size == 0;
}

void enter(Walk& walk, Item& item, const ZipEntry& entry, std::uint32_t depth)
{
    constexpr std::uint64_t widest = 0xffffffff;
    Found found;
    found.item.names = entry.names;
    found.size = entry.size;
    // Where the content cannot be read, this is why; the item is not ours by then.
    Obstacle obstacle = Obstacle::None;
    std::string detail;
    if (entry.encrypted)
        hinder(found.item, Obstacle::Encrypted, "it needs a password");
    else if (!entry.readable)
        hinder(found.item, Obstacle::Broken, "its content is not in the archive");
    else if (entry.size >= widest)
        hinder(found.item, Obstacle::TooBig, "more bytes inside than are looked at");
    else if (entry.method == stored)
        found.source = source_of(entry.content.substr(0, entry.size));
    else
        found.source = unpacked(entry, obstacle, detail);
    if (!found.source && obstacle != Obstacle::None)
        hinder(found.item, obstacle, detail);
    const auto before = item.inside.size();
    walk.enter(item, std::move(found), depth);
    if (item.inside.size() > before && obstacle != Obstacle::None &&
        item.inside.back().obstacle == Obstacle::Broken) {
        item.inside.back().obstacle = obstacle;
        item.inside.back().detail = detail.substr(0, attachment::max_item_detail);
    }
}

// MS-OFFMACRO2 (the project), MS-XLS in its XML form, and OpenDocument's own Basic.
bool is_macro(std::string_view name)
{
    const auto lower = ascii::lower(name);
    return lower.ends_with("vbaproject.bin") ||
           lower.find("xl/macrosheets/") != std::string::npos ||
           lower.starts_with("basic/") || lower.starts_with("scripts/");
}

bool may_hold_macros(FileType type)
{
    return type == FileType::OfficeXml || type == FileType::OpenDocument ||
           type == FileType::Zip;
}

} // namespace

void open_zip(Walk& walk, Item& item, const Content& content)
{
    const auto directory = zip_directory(content.bytes, walk.budget().entries_left());
    if (!directory)
        return hinder(item, Obstacle::Broken, "it has no directory");
    if (!directory->broken.empty())
        hinder(item, Obstacle::Broken, directory->broken);
    if (!directory->doubt.empty())
        hinder(item, Obstacle::Ambiguous, directory->doubt);
    for (const auto& entry : directory->entries) {
        if (ends_with_slash(entry))
            continue;
        enter(walk, item, entry, content.depth);
        const auto spent = walk.budget().spent();
        if (spent == Obstacle::TooMany || spent == Obstacle::TooSlow)
            break;
        if (may_hold_macros(item.type))
            for (const auto& name : entry.names)
                item.macros = item.macros || is_macro(name);
    }
    if (directory->cut)
        hinder(item, Obstacle::TooMany, "more files inside than are looked at");
}

} // namespace mailreeve::unpack
