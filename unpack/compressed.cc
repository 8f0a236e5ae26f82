// One file in gzip, bzip2, xz and their like: it is an item of its own, and a tar
// archive is read as it comes out, however large.
#include "mailreeve/base/ascii.hh"
#include "unpack/archive_reader.hh"
#include "unpack/archive_walk.hh"
#include "unpack/buffer.hh"
#include "unpack/openers.hh"

#include <algorithm>
#include <array>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;

namespace {

Compression compression_of(FileType type)
{
    switch (type) {
    case FileType::Bzip2:
        return Compression::Bzip2;
    case FileType::Xz:
        return Compression::Xz;
    case FileType::Zstd:
        return Compression::Zstd;
    case FileType::Lzip:
        return Compression::Lzip;
    case FileType::Compress:
        return Compression::Compress;
    default:
        return Compression::Gzip;
    }
}

struct Ending {
    std::string_view packed;
    std::string_view bare;
};

constexpr std::array endings{
    Ending{".tgz", ".tar"}, Ending{".tbz2", ".tar"}, Ending{".tbz", ".tar"},
    Ending{".txz", ".tar"}, Ending{".tzst", ".tar"}, Ending{".taz", ".tar"},
    Ending{".gz", ""},      Ending{".bz2", ""},      Ending{".xz", ""},
    Ending{".zst", ""},     Ending{".lz", ""},       Ending{".lzma", ""},
    Ending{".z", ""},
};

// What unpackers make of the name.
std::string bare_name(std::string_view name)
{
    const auto lower = ascii::lower(name);
    for (const auto& ending : endings)
        if (lower.ends_with(ending.packed))
            return std::string{name.substr(0, name.size() - ending.packed.size())}
                .append(ending.bare);
    return std::string{name};
}

// The name in the header of a gzip file (RFC 1952 2.3.1); empty where there is none.
std::string_view gzip_name(std::string_view bytes)
{
    constexpr std::size_t fixed = 10;
    if (bytes.size() <= fixed || bytes[0] != '\x1f')
        return {};
    const auto flags = static_cast<unsigned char>(bytes[3]);
    auto rest = bytes.substr(fixed);
    if ((flags & 4U) != 0 && rest.size() >= 2) {
        const auto extra =
            static_cast<std::size_t>(static_cast<unsigned char>(rest[0]) |
                                     static_cast<unsigned char>(rest[1]) << 8U);
        rest.remove_prefix(std::min(rest.size(), extra + 2));
    }
    return (flags & 8U) != 0 ? rest.substr(0, rest.find('\0')) : std::string_view{};
}

std::vector<std::string> names_inside(const Item& item, std::string_view bytes)
{
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
        if (!name.empty() && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    };
    for (const auto& name : item.names)
        add(bare_name(name));
    if (item.type == FileType::Gzip)
        add(std::string{gzip_name(bytes)});
    return names;
}

bool holds_tar(Compression compression, std::string_view bytes)
{
    ArchiveReader reader{compression, Format::Raw, {}, bytes};
    Buffer head;
    if (!reader.next())
        return false;
    while (head.size() < attachment::type_head) {
        const auto want = attachment::type_head - head.size();
        const auto got = reader.read(head.room_for(want), want);
        if (got.value_or(0) == 0)
            break;
        head.add(*got);
    }
    return attachment::file_type(head.view(), head.size() < attachment::type_head) ==
           FileType::Tar;
}

// Its tar archive as an item, one deeper, as if it had been read as a whole.
void open_tar(Walk& walk, Item& item, const Content& content)
{
    Item tar;
    tar.type = FileType::Tar;
    tar.names = names_inside(item, content.bytes);
    if (!walk.budget().take_entry(attachment::max_item_name))
        return walk.budget().explain(item);
    const auto depth = content.depth + 1;
    if (depth >= walk.budget().depth()) {
        hinder(tar, Obstacle::TooDeep, "files inside of files beyond the bound");
    } else {
        ArchiveReader reader{compression_of(item.type), Format::Tar, {}, content.bytes};
        walk_archive(walk, tar, reader, depth);
    }
    item.inside.push_back(std::move(tar));
    if (walk.budget().spent() != Obstacle::None)
        walk.budget().explain(item);
}

} // namespace

void open_compressed(Walk& walk, Item& item, const Content& content)
{
    const auto compression = compression_of(item.type);
    if (holds_tar(compression, content.bytes))
        return open_tar(walk, item, content);
    ArchiveReader reader{compression, Format::Raw, {}, content.bytes};
    if (!reader.next()) {
        const bool failed = reader.obstacle() != Obstacle::None;
        return hinder(item, failed ? reader.obstacle() : Obstacle::Broken,
                      failed ? reader.detail() : "there is nothing in it");
    }
    Found found;
    found.item.names = names_inside(item, content.bytes);
    found.source = [&](char* room, std::size_t size) {
        return reader.read(room, size);
    };
    if (!walk.enter(item, std::move(found), content.depth))
        return;
    auto& inside = item.inside.back();
    if (inside.obstacle == Obstacle::Broken && reader.obstacle() != Obstacle::None)
        inside.obstacle = reader.obstacle();
}

} // namespace mailreeve::unpack
