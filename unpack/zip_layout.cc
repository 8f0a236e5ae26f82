#include "unpack/zip_layout.hh"

#include "unpack/little_endian.hh"

#include <algorithm>
#include <array>
#include <optional>

namespace mailreeve::unpack {

namespace {

constexpr std::string_view descriptor_sign{"PK\x07\x08", 4};

// How long the data descriptor at `at` is (4.3.9: with or without a signature, with
// sizes of four or eight bytes); nothing where none says what the directory says.
std::optional<std::uint64_t> descriptor_size(std::string_view bytes, std::uint64_t at,
                                             const ZipHeader& central)
{
    const bool is_signed = slice(bytes, at, descriptor_sign.size()) == descriptor_sign;
    for (const std::uint64_t front : {is_signed ? 4U : 0U, 0U}) {
        const auto sum = u32_at(bytes, at + front);
        const auto packed = u32_at(bytes, at + front + 4);
        const auto size = u32_at(bytes, at + front + 8);
        if (sum == central.crc && packed == central.packed && size == central.size)
            return front + 12;
        const auto wide_packed = u64_at(bytes, at + front + 4);
        const auto wide_size = u64_at(bytes, at + front + 12);
        if (sum == central.crc && wide_packed == central.packed &&
            wide_size == central.size)
            return front + 20;
    }
    return std::nullopt;
}

// An entry that has a descriptor though nothing says so in the directory is as good.
std::optional<std::uint64_t> end_of(std::string_view bytes,
                                    const ZipLayout::Place& place)
{
    const auto end = place.content + place.packed;
    if (!place.local.has_descriptor())
        return end;
    if (const auto size = descriptor_size(bytes, end, place.central))
        return end + *size;
    // Some writers set the flag and all sizes, and leave the descriptor out.
    if (place.local.packed == place.central.packed &&
        place.local.crc == place.central.crc)
        return end;
    return std::nullopt;
}

bool has_header(std::string_view bytes, std::uint64_t from, std::uint64_t to)
{
    return from < to &&
           bytes.substr(from, to - from).find(zip_local_sign) != std::string_view::npos;
}

} // namespace

std::string_view ZipLayout::fault(std::string_view bytes, std::uint64_t directory)
{
    std::ranges::sort(places_, {}, &Place::begin);
    std::uint64_t behind = 0; // the last entry
    for (const auto& place : places_) {
        if (&place == places_.data() && place.begin > 0)
            return "bytes in front of the first entry";
        if (place.begin < behind)
            return "entries that overlap";
        if (has_header(bytes, behind, place.begin))
            return "a local header that the directory lacks";
        const auto end = end_of(bytes, place);
        if (!end)
            return "a data descriptor that differs from the directory";
        behind = *end;
    }
    if (behind > directory)
        return "entries that overlap the directory";
    if (places_.empty() && directory > 0)
        return "bytes in front of an empty directory";
    if (has_header(bytes, behind, directory))
        return "a local header that the directory lacks";
    const auto gap = bytes.substr(behind, directory - behind);
    for (const auto sign : {zip_central_sign, zip_end_sign})
        if (gap.find(sign) != std::string_view::npos)
            return "another directory";
    return {};
}

} // namespace mailreeve::unpack
