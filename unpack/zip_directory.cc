#include "unpack/zip_directory.hh"

#include "unpack/little_endian.hh"
#include "unpack/zip_layout.hh"
#include "unpack/zip_names.hh"
#include "unpack/zip_records.hh"

#include <algorithm>

namespace mailreeve::unpack {

namespace {

constexpr std::uint32_t full32 = 0xffffffff;

class Reading {
public:
    Reading(std::string_view bytes, std::size_t max_entries)
        : bytes_{bytes}, max_{max_entries}
    {
    }

    void by_directory(const ZipEnd& end);
    void by_local_headers(std::uint64_t at);
    ZipDirectory take() { return std::move(found_); }

private:
    void doubt(std::string_view why)
    {
        if (found_.doubt.empty())
            found_.doubt = why;
    }
    void look_behind(const ZipEnd& end);
    std::uint64_t prefix(const ZipEnd& end);
    void add(const ZipHeader& central, std::uint64_t base);
    void compare(const ZipHeader& central, const ZipHeader& local, ZipEntry& entry);
    void compare_sizes(const ZipHeader& central, const ZipHeader& local);

    std::string_view bytes_;
    std::size_t max_;
    ZipDirectory found_;
    ZipLayout layout_;
};

// What stands behind the directory is the end records and a comment: nothing else.
void Reading::look_behind(const ZipEnd& end)
{
    if (!end.doubt.empty())
        doubt(end.doubt);
    if (end.behind > 0)
        doubt("bytes behind the end record");
    for (const auto sign : {zip_end_sign, zip_central_sign, zip_local_sign})
        if (end.comment.find(sign) != std::string_view::npos)
            doubt("records in the comment");
}

// How many bytes stand in front of what offsets count from.
std::uint64_t Reading::prefix(const ZipEnd& end)
{
    const auto told = end.directory_at + end.directory_size;
    if (told < end.directory_at || told > end.records) {
        doubt("the directory is said to be where it cannot be");
        return 0;
    }
    if (told == end.records)
        return 0;
    // Some readers take the offset as it is told, some count from the end.
    doubt(zip_central_at(bytes_, end.directory_at) || end.directory_size == 0
              ? "bytes between the directory and the end record"
              : "bytes in front of the archive");
    return zip_central_at(bytes_, end.directory_at) ? 0 : end.records - told;
}

void Reading::by_directory(const ZipEnd& end)
{
    look_behind(end);
    const auto base = prefix(end);
    auto at = base + end.directory_at;
    const auto directory = at;
    std::uint64_t count = 0;
    for (; at < end.records; ++count) {
        const auto central = zip_central_at(bytes_, at);
        if (!central || central->end > end.records) {
            found_.broken = "its directory ends early";
            break;
        }
        if (found_.entries.size() >= max_) {
            found_.cut = true;
            return;
        }
        add(*central, base);
        at = central->end;
    }
    const bool wrapped = end.entries == (count & 0xffffU); // without ZIP64
    if (count != end.entries && !wrapped)
        doubt("the directory has not as many entries as it says");
    const auto fault =
        layout_.fault(bytes_, std::min<std::uint64_t>(directory, end.at));
    if (!fault.empty())
        doubt(fault);
}

void Reading::add(const ZipHeader& central, std::uint64_t base)
{
    ZipEntry entry;
    entry.method = central.method;
    entry.crc = central.crc;
    entry.packed = central.packed;
    entry.size = central.size;
    entry.encrypted = central.is_encrypted() || central.is_masked();
    if (!add_names(central, entry.names))
        doubt("a name with several readings");
    if (central.disks)
        doubt("it says it is one of several disks");
    const auto local_at = base + central.local_at;
    if (const auto local = zip_local_at(bytes_, local_at)) {
        compare(central, *local, entry);
        const auto content = slice(bytes_, local->end, central.packed);
        entry.readable = content.has_value();
        entry.content = content.value_or(std::string_view{});
        if (!content)
            doubt("an entry that does not lie within the file");
        layout_.add({local_at, local->end, central.packed, central, *local});
    } else {
        doubt("an entry without its local header");
    }
    found_.entries.push_back(std::move(entry));
}

void Reading::compare(const ZipHeader& central, const ZipHeader& local, ZipEntry& entry)
{
    if (!add_names(local, entry.names))
        doubt("a name with several readings");
    if (local.is_masked() || central.is_masked())
        return; // all of it is encrypted, and the local header a stand-in
    if (local.name != central.name)
        doubt("the directory and a local header have different names");
    if (local.method != central.method)
        doubt("the directory and a local header have different methods");
    if (local.is_encrypted() != central.is_encrypted()) {
        entry.encrypted = true;
        doubt("the directory and a local header differ in encryption");
    }
    compare_sizes(central, local);
}

// With a data descriptor behind the content the local header need not know them; then
// they are zero, or ones where they would be in ZIP64. But what it says must be true.
void Reading::compare_sizes(const ZipHeader& central, const ZipHeader& local)
{
    const bool later = local.has_descriptor();
    const auto same = [&](std::uint64_t ours, std::uint64_t theirs) {
        return ours == theirs || (later && (theirs == 0 || theirs == full32));
    };
    if (!same(central.packed, local.packed) || !same(central.size, local.size))
        doubt("the directory and a local header have different sizes");
    // Of an entry in AES (AE-2) the sum is left out in both.
    if (!same(central.crc, local.crc))
        doubt("the directory and a local header have different checksums");
}

// There is no directory: what a reader of streams sees.
void Reading::by_local_headers(std::uint64_t at)
{
    found_.doubt = "it has no end record";
    while (const auto local = zip_local_at(bytes_, at)) {
        if (found_.entries.size() >= max_) {
            found_.cut = true;
            return;
        }
        ZipEntry entry;
        entry.method = local->method;
        entry.crc = local->crc;
        entry.packed = local->packed;
        entry.size = local->size;
        entry.encrypted = local->is_encrypted();
        add_names(*local, entry.names);
        const auto content = slice(bytes_, local->end, local->packed);
        entry.readable = content.has_value();
        entry.content = content.value_or(std::string_view{});
        if (local->packed == 0 && local->has_descriptor()) { // until the next header
            const auto next = bytes_.find(zip_local_sign, local->end);
            entry.content = bytes_.substr(local->end, next - local->end);
            entry.packed = entry.content.size();
        }
        at = local->end + entry.packed;
        found_.entries.push_back(std::move(entry));
        at = bytes_.find(zip_local_sign, at);
    }
}

} // namespace

std::optional<ZipDirectory> zip_directory(std::string_view bytes,
                                          std::size_t max_entries)
{
    Reading reading{bytes, max_entries};
    if (const auto end = zip_end(bytes))
        reading.by_directory(*end);
    else if (bytes.starts_with(zip_local_sign))
        reading.by_local_headers(0);
    else
        return std::nullopt;
    return reading.take();
}

bool ends_as_zip(std::string_view bytes, Behind behind)
{
    const auto end = zip_end(bytes);
    if (!end || end->entries == 0 || (behind == Behind::Nothing && end->behind > 0))
        return false;
    const auto from_end = end->records - std::min(end->records, end->directory_size);
    return zip_central_at(bytes, end->directory_at) || zip_central_at(bytes, from_end);
}

} // namespace mailreeve::unpack
