#include "unpack/ole_file.hh"

#include "mailreeve/base/utf8.hh"
#include "unpack/little_endian.hh"

#include <algorithm>

namespace mailreeve::unpack {

namespace {

constexpr std::uint32_t last_sector = 0xfffffffa; // above are marks, not numbers
constexpr std::size_t entry_size = 128;
constexpr std::size_t header_size = 512;

std::string from_utf16(std::string_view bytes)
{
    std::string text;
    for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
        const char32_t unit = *u16_at(bytes, at);
        const bool high = unit >= 0xd800 && unit < 0xdc00;
        const char32_t low = u16_at(bytes, at + 2).value_or(0);
        if (high && low >= 0xdc00 && low < 0xe000) {
            utf8::append(text, 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00));
            at += 2;
        } else {
            utf8::append(text, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
        }
    }
    return text;
}

std::optional<OleEntry> entry_at(std::string_view bytes, std::size_t at)
{
    const auto record = slice(bytes, at, entry_size);
    if (!record)
        return std::nullopt;
    OleEntry entry;
    const auto kind = static_cast<unsigned char>((*record)[66]);
    if (kind == 1 || kind == 2 || kind == 5)
        entry.kind = static_cast<OleEntry::Kind>(kind);
    // Its length counts the two bytes of the NUL at its end.
    const std::size_t told = *u16_at(*record, 64);
    const auto size = std::min<std::size_t>(told >= 2 ? told - 2 : 0, 62);
    entry.name = from_utf16(record->substr(0, size));
    entry.class_id = record->substr(80, 16);
    entry.start = *u32_at(*record, 116);
    entry.size = *u32_at(*record, 120); // the upper half is garbage in version 3
    return entry;
}

} // namespace

std::optional<OleFile> OleFile::parse(std::string_view bytes, std::size_t max_entries)
{
    OleFile file{bytes};
    if (!file.read_header())
        return std::nullopt;
    file.read_table();
    file.read_directory(max_entries);
    file.read_small_table();
    return file;
}

bool OleFile::read_header()
{
    constexpr std::string_view sign{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"};
    if (!bytes_.starts_with(sign) || bytes_.size() < header_size)
        return false;
    const auto shift = *u16_at(bytes_, 30);
    const auto small_shift = *u16_at(bytes_, 32);
    if (shift < 7 || shift > 16 || small_shift < 4 || small_shift > shift)
        return false;
    sector_size_ = std::size_t{1} << shift;
    small_size_ = std::size_t{1} << small_shift;
    cutoff_ = *u32_at(bytes_, 56);
    return true;
}

// The header takes the place of the sector in front of number 0.
std::string_view OleFile::sector(std::uint32_t number) const
{
    const auto at = (std::uint64_t{number} + 1) * sector_size_;
    if (at >= bytes_.size())
        return {};
    return bytes_.substr(at, sector_size_); // the last may be cut short
}

// The sectors of the table stand in the header, then in a chain of sectors of their
// own, each of which ends with the number of the next.
void OleFile::read_table()
{
    constexpr std::size_t in_header = 109;
    const auto most = bytes_.size() / sector_size_ + 1; // sectors that there can be
    std::vector<std::uint32_t> parts;
    for (std::size_t i = 0; i < in_header; ++i)
        parts.push_back(*u32_at(bytes_, 76 + 4 * i));
    auto next = *u32_at(bytes_, 68);
    const auto a_sector = sector_size_ / 4;
    for (std::size_t seen = 0; next < last_sector && seen <= most / a_sector; ++seen) {
        const auto more = sector(next);
        for (std::size_t i = 0; i + 1 < a_sector; ++i)
            parts.push_back(u32_at(more, 4 * i).value_or(last_sector));
        next = u32_at(more, 4 * (a_sector - 1)).value_or(last_sector);
    }
    for (const auto part : parts) {
        if (part >= last_sector)
            continue;
        if (table_.size() >= most + a_sector)
            break;
        const auto numbers = sector(part);
        for (std::size_t i = 0; i < a_sector; ++i)
            table_.push_back(u32_at(numbers, 4 * i).value_or(last_sector));
    }
}

std::string OleFile::chained(const Chain& chain, std::uint32_t start,
                             std::uint64_t max) const
{
    const bool small = &chain == &small_table_;
    std::string content;
    auto number = start;
    for (std::size_t seen = 0; content.size() < max && number < chain.size(); ++seen) {
        if (seen > chain.size()) // in a circle
            break;
        append_piece(content, number, small);
        number = chain[number];
    }
    content.resize(std::min<std::uint64_t>(content.size(), max));
    return content;
}

void OleFile::append_piece(std::string& content, std::uint32_t number, bool small) const
{
    if (!small) {
        content += sector(number);
        return;
    }
    const auto at = std::uint64_t{number} * small_size_;
    if (at < small_sectors_.size())
        content += std::string_view{small_sectors_}.substr(at, small_size_);
}

void OleFile::read_directory(std::size_t max_entries)
{
    const auto start = *u32_at(bytes_, 48);
    const auto bytes = chained(table_, start, max_entries * entry_size);
    std::vector<std::array<std::uint32_t, 3>> links; // left, right, below
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at + entry_size <= bytes.size(); at += entry_size) {
        auto entry = entry_at(bytes, at);
        if (!entry)
            break;
        // Its own class stands in the file itself; the copy goes.
        entry->class_id = {};
        links.push_back({*u32_at(bytes, at + 68), *u32_at(bytes, at + 72),
                         *u32_at(bytes, at + 76)});
        entries_.push_back(std::move(*entry));
    }
    if (!entries_.empty() && start < last_sector)
        entries_[0].class_id =
            slice(sector(start), 80, 16).value_or(std::string_view{});
    damaged_ = entries_.empty() || bytes.size() >= max_entries * entry_size;
    find_parents(links);
}

// Each storage has a tree of what is in it. One that has been claimed is not claimed
// again: there are no circles.
void OleFile::find_parents(const std::vector<std::array<std::uint32_t, 3>>& links)
{
    std::vector<bool> claimed(entries_.size(), false);
    for (std::size_t storage = 0; storage < entries_.size(); ++storage) {
        std::vector<std::uint32_t> open{links[storage][2]};
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            if (at >= entries_.size() || claimed[at])
                continue;
            claimed[at] = true;
            entries_[at].parent = storage;
            open.push_back(links[at][0]);
            open.push_back(links[at][1]);
        }
    }
}

void OleFile::read_small_table()
{
    const auto bytes = chained(table_, *u32_at(bytes_, 60), bytes_.size());
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4)
        small_table_.push_back(*u32_at(bytes, at));
    if (!entries_.empty())
        small_sectors_ =
            chained(table_, entries_[0].start,
                    std::min<std::uint64_t>(entries_[0].size, bytes_.size()));
}

std::string OleFile::content(const OleEntry& stream, std::size_t max) const
{
    const auto want = std::min<std::uint64_t>(stream.size, max);
    return chained(stream.size < cutoff_ ? small_table_ : table_, stream.start, want);
}

} // namespace mailreeve::unpack
