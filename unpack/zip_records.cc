#include "unpack/zip_records.hh"

#include "unpack/little_endian.hh"

#include <algorithm>

namespace mailreeve::unpack {

namespace {

constexpr std::uint32_t full32 = 0xffffffff;
constexpr std::uint16_t full16 = 0xffff;
constexpr std::uint16_t zip64_kind = 0x0001;
constexpr std::string_view zip64_end_sign{"PK\x06\x06", 4};
constexpr std::string_view zip64_locator_sign{"PK\x06\x07", 4};
constexpr std::size_t end_size = 22;
constexpr std::size_t locator_size = 20;
constexpr std::size_t zip64_end_size = 56;

bool stands_at(std::string_view bytes, std::uint64_t at, std::string_view sign)
{
    return slice(bytes, at, sign.size()) == sign;
}

// What is all ones in the header stands in the extra field, in this order (4.5.3).
void take_zip64(ZipHeader& header)
{
    const auto field = zip_extra(header.extra, zip64_kind);
    if (!field)
        return;
    std::uint64_t at = 0;
    for (auto* const value : {&header.size, &header.packed, &header.local_at}) {
        if (*value != full32)
            continue;
        const auto wide = u64_at(*field, at);
        if (!wide)
            return;
        *value = *wide;
        at += sizeof(std::uint64_t);
    }
}

// Names and extra fields behind the fixed part.
bool take_variable(std::string_view bytes, std::uint64_t at, std::uint64_t name_size,
                   std::uint64_t extra_size, ZipHeader& header)
{
    const auto name = slice(bytes, at, name_size);
    const auto extra = slice(bytes, at + name_size, extra_size);
    if (!name || !extra)
        return false;
    header.name = *name;
    header.extra = *extra;
    header.end = at + name_size + extra_size;
    return true;
}

struct Zip64End {
    std::uint64_t at = 0;
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

// By its locator, or, where offsets are wrong since something stands in front, right
// before the locator.
std::optional<Zip64End> zip64_end(std::string_view bytes, std::uint64_t locator)
{
    const auto told = u64_at(bytes, locator + 8).value_or(0);
    const auto usual = locator >= zip64_end_size ? locator - zip64_end_size : 0;
    for (const auto at : {told, usual})
        if (at < locator && stands_at(bytes, at, zip64_end_sign) &&
            u64_at(bytes, at + 48))
            return Zip64End{at, *u64_at(bytes, at + 32), *u64_at(bytes, at + 40),
                            *u64_at(bytes, at + 48)};
    return std::nullopt;
}

bool differs(std::uint64_t narrow, std::uint64_t full, std::uint64_t wide)
{
    return narrow != full && narrow != wide;
}

void take_zip64(std::string_view bytes, ZipEnd& end)
{
    const bool needed = end.entries == full16 || end.directory_size == full32 ||
                        end.directory_at == full32;
    const bool located = end.at >= locator_size &&
                         stands_at(bytes, end.at - locator_size, zip64_locator_sign);
    if (!located)
        return;
    const auto wide = zip64_end(bytes, end.at - locator_size);
    if (!wide) {
        end.doubt = "a ZIP64 end record is announced and not there";
        return;
    }
    if (differs(end.entries, full16, wide->entries) ||
        differs(end.directory_size, full32, wide->size) ||
        differs(end.directory_at, full32, wide->offset))
        end.doubt = "the two end records say different things";
    end.records = wide->at;
    if (!needed)
        return;
    end.entries = wide->entries;
    end.directory_size = wide->size;
    end.directory_at = wide->offset;
}

std::optional<ZipEnd> end_at(std::string_view bytes, std::uint64_t at)
{
    const auto comment_size = u16_at(bytes, at + 20);
    if (!comment_size)
        return std::nullopt;
    const auto room = bytes.size() - at - end_size;
    ZipEnd end;
    end.at = at;
    end.records = at;
    end.entries = *u16_at(bytes, at + 10);
    end.directory_size = *u32_at(bytes, at + 12);
    end.directory_at = *u32_at(bytes, at + 16);
    end.comment =
        bytes.substr(at + end_size, std::min<std::uint64_t>(*comment_size, room));
    end.behind = room - end.comment.size();
    if (*comment_size > room)
        end.doubt = "its comment is longer than the file";
    const auto is_set = [&](std::uint64_t where) {
        const auto disk = u16_at(bytes, where);
        return *disk != 0 && *disk != full16;
    };
    if (is_set(at + 4) || is_set(at + 6))
        end.doubt = "it says it is one of several disks";
    if (*u16_at(bytes, at + 8) != *u16_at(bytes, at + 10))
        end.doubt = "the end record has two counts of entries";
    return end;
}

} // namespace

std::optional<std::string_view> zip_extra(std::string_view extra, std::uint16_t kind)
{
    while (extra.size() >= 4) {
        const auto size = *u16_at(extra, 2);
        const auto field = slice(extra, 4, size);
        if (!field)
            return std::nullopt;
        if (*u16_at(extra, 0) == kind)
            return field;
        extra.remove_prefix(4U + size);
    }
    return std::nullopt;
}

std::optional<ZipHeader> zip_central_at(std::string_view bytes, std::uint64_t at)
{
    constexpr std::uint64_t fixed = 46;
    if (!stands_at(bytes, at, zip_central_sign) || !slice(bytes, at, fixed))
        return std::nullopt;
    ZipHeader header;
    header.flags = *u16_at(bytes, at + 8);
    header.method = *u16_at(bytes, at + 10);
    header.crc = *u32_at(bytes, at + 16);
    header.packed = *u32_at(bytes, at + 20);
    header.size = *u32_at(bytes, at + 24);
    header.local_at = *u32_at(bytes, at + 42);
    const auto disk = *u16_at(bytes, at + 34);
    header.disks = disk != 0 && disk != full16;
    if (!take_variable(bytes, at + fixed, *u16_at(bytes, at + 28),
                       *u16_at(bytes, at + 30), header))
        return std::nullopt;
    header.end += *u16_at(bytes, at + 32); // its comment
    take_zip64(header);
    return header;
}

std::optional<ZipHeader> zip_local_at(std::string_view bytes, std::uint64_t at)
{
    constexpr std::uint64_t fixed = 30;
    if (!stands_at(bytes, at, zip_local_sign) || !slice(bytes, at, fixed))
        return std::nullopt;
    ZipHeader header;
    header.flags = *u16_at(bytes, at + 6);
    header.method = *u16_at(bytes, at + 8);
    header.crc = *u32_at(bytes, at + 14);
    header.packed = *u32_at(bytes, at + 18);
    header.size = *u32_at(bytes, at + 22);
    if (!take_variable(bytes, at + fixed, *u16_at(bytes, at + 26),
                       *u16_at(bytes, at + 28), header))
        return std::nullopt;
    take_zip64(header);
    return header;
}

std::optional<ZipEnd> zip_end(std::string_view bytes)
{
    constexpr std::size_t farthest = end_size + full16;
    if (bytes.size() < end_size)
        return std::nullopt;
    // What some would find and others would not shows as bytes behind the record.
    const auto tail = bytes.size() > farthest ? bytes.size() - farthest : 0;
    const auto at = bytes.rfind(zip_end_sign, bytes.size() - end_size);
    if (at == std::string_view::npos || at < tail)
        return std::nullopt;
    auto end = end_at(bytes, at);
    if (end)
        take_zip64(bytes, *end);
    return end;
}

} // namespace mailreeve::unpack
