// What libarchive reads as a list of files, from the first to the last.
#include "unpack/archive_reader.hh"
#include "unpack/archive_walk.hh"
#include "unpack/openers.hh"
#include "unpack/rar5.hh"

#include <algorithm>
#include <limits>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;

namespace {

Format format_of(FileType type)
{
    switch (type) {
    case FileType::SevenZip:
        return Format::SevenZip;
    case FileType::Rar:
        return Format::Rar;
    case FileType::Iso:
        return Format::Iso;
    case FileType::Cab:
        return Format::Cab;
    case FileType::Lha:
        return Format::Lha;
    case FileType::Xar:
        return Format::Xar;
    case FileType::Cpio:
        return Format::Cpio;
    case FileType::Ar:
        return Format::Ar;
    default:
        return Format::Tar;
    }
}

// No more than is told: the reader of xar runs on into the content of other entries.
Source content_of(ArchiveReader& reader, std::optional<std::uint64_t> told)
{
    constexpr auto all = std::numeric_limits<std::uint64_t>::max();
    return [&reader, left = told.value_or(all)](
               char* room, std::size_t size) mutable -> std::optional<std::size_t> {
        const auto got = reader.read(
            room, static_cast<std::size_t>(std::min<std::uint64_t>(size, left)));
        left -= got.value_or(0);
        return got;
    };
}

bool has_name(const Item& item, const std::vector<std::string>& names)
{
    return std::ranges::any_of(item.names, [&](const std::string& name) {
        return std::ranges::binary_search(names, name);
    });
}

// What was read of their content is none, so the types mean nothing.
void mark_encrypted(const Walk& walk, Item& item, std::string_view bytes)
{
    auto found = rar5_encryption(bytes, item.inside.size() + walk.entries_left());
    if (!found)
        return;
    std::ranges::sort(found->files);
    std::size_t marked = 0;
    for (auto& part : item.inside)
        if (has_name(part, found->files)) {
            part.obstacle = Obstacle::Encrypted;
            part.detail = "it needs a password";
            part.type = FileType::Unknown;
            ++marked;
        }
    if (found->headers || marked < found->files.size())
        hinder(item, Obstacle::Encrypted, "it needs a password");
}

} // namespace

void walk_archive(Walk& walk, Item& item, ArchiveReader& reader, std::uint32_t depth)
{
    while (const auto entry = reader.next()) {
        if (entry->is_directory && entry->size.value_or(0) == 0) {
            if (!walk.budget().take_entry(0)) // a million directories take time, too
                return walk.budget().explain(item);
            continue;
        }
        Found found;
        found.item.names = entry->names;
        found.size = entry->size;
        if (entry->names.empty())
            hinder(found.item, Obstacle::Broken, "its name cannot be read");
        if (entry->encrypted)
            hinder(found.item, Obstacle::Encrypted, "it needs a password");
        else if (entry->is_file)
            found.source = content_of(reader, entry->size);
        if (!walk.enter(item, std::move(found), depth))
            return;
        auto& entered = item.inside.back();
        if (entered.obstacle == Obstacle::Broken && reader.obstacle() != Obstacle::None)
            entered.obstacle = reader.obstacle();
    }
    if (reader.obstacle() != Obstacle::None)
        hinder(item, reader.obstacle(), reader.detail());
}

void open_archive(Walk& walk, Item& item, const Content& content)
{
    ArchiveReader reader{Compression::None, format_of(item.type), {}, content.bytes};
    walk_archive(walk, item, reader, content.depth);
    if (item.type == FileType::Rar)
        mark_encrypted(walk, item, content.bytes);
}

} // namespace mailreeve::unpack
