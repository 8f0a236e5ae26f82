// What libarchive reads as a list of files, from the first to the last.
#include "unpack/archive_reader.hh"
#include "unpack/archive_walk.hh"
#include "unpack/openers.hh"

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
            found.source = [&](char* room, std::size_t size) {
                return reader.read(room, size);
            };
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
}

} // namespace mailreeve::unpack
