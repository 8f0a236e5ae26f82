#include "unpack/archive_reader.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include <archive.h>
#include <archive_entry.h>

namespace mailreeve::unpack {

using attachment::Obstacle;

namespace {

// Each named: support_..._all() would also take those that run a program.
int support(archive* handle, Format format)
{
    switch (format) {
    case Format::Raw:
        return archive_read_support_format_raw(handle);
    case Format::Zip:
        return archive_read_support_format_zip_streamable(handle);
    case Format::SevenZip:
        return archive_read_support_format_7zip(handle);
    case Format::Rar:
        return std::max(archive_read_support_format_rar(handle),
                        archive_read_support_format_rar5(handle));
    case Format::Tar:
        return archive_read_support_format_tar(handle);
    case Format::Iso:
        return archive_read_support_format_iso9660(handle);
    case Format::Cab:
        return archive_read_support_format_cab(handle);
    case Format::Lha:
        return archive_read_support_format_lha(handle);
    case Format::Xar:
        return archive_read_support_format_xar(handle);
    case Format::Cpio:
        return archive_read_support_format_cpio(handle);
    case Format::Ar:
        return archive_read_support_format_ar(handle);
    }
    return ARCHIVE_FATAL;
}

// Put in place rather than offered: one layer, however much the content looks like it.
int filter(archive* handle, Compression compression)
{
    constexpr std::array codes{ARCHIVE_FILTER_NONE,  ARCHIVE_FILTER_GZIP,
                               ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
                               ARCHIVE_FILTER_LZMA,  ARCHIVE_FILTER_LZIP,
                               ARCHIVE_FILTER_ZSTD,  ARCHIVE_FILTER_COMPRESS};
    // To put this one in place crashes: it reads before there is something to read.
    if (compression == Compression::Compress)
        return archive_read_support_filter_compress(handle);
    return archive_read_append_filter(handle,
                                      codes.at(static_cast<std::size_t>(compression)));
}

struct Sign {
    std::string_view word;
    Obstacle means;
};

// libarchive tells most reasons in words alone.
constexpr std::array signs{
    Sign{"ncrypt", Obstacle::Encrypted},
    Sign{"Crypto", Obstacle::Encrypted},
    Sign{"assphrase", Obstacle::Encrypted},
    Sign{"memory", Obstacle::TooBig},
    Sign{"allocate", Obstacle::TooBig},
    Sign{"nsupported", Obstacle::Unsupported},
    Sign{"not supported", Obstacle::Unsupported},
};

Obstacle meaning(std::string_view words, int error)
{
    for (const auto& sign : signs)
        if (words.find(sign.word) != std::string_view::npos)
            return sign.means;
    return error == ENOMEM ? Obstacle::TooBig : Obstacle::Broken;
}

void add_name(const char* name, ArchiveEntry& entry)
{
    if (name != nullptr && *name != '\0' &&
        std::ranges::find(entry.names, name) == entry.names.end())
        entry.names.emplace_back(name);
}

ArchiveEntry entry_of(archive_entry* told)
{
    ArchiveEntry entry;
    add_name(archive_entry_pathname(told), entry);
    if (entry.names.empty())
        add_name(archive_entry_pathname_utf8(told), entry);
    if (archive_entry_size_is_set(told) != 0)
        entry.size = static_cast<std::uint64_t>(
            std::max<std::int64_t>(archive_entry_size(told), 0));
    entry.encrypted = archive_entry_is_encrypted(told) != 0;
    const auto kind = archive_entry_filetype(told);
    entry.is_directory = kind == AE_IFDIR;
    entry.is_file =
        (kind == AE_IFREG || kind == 0) && archive_entry_hardlink(told) == nullptr;
    return entry;
}

} // namespace

int free_archive(archive* handle)
{
    return archive_read_free(handle);
}

ArchiveReader::ArchiveReader(Compression compression, Format format,
                             std::string_view front, std::string_view bytes)
    : input_{front, bytes, 0}, handle_{archive_read_new()}
{
    if (!handle_) {
        obstacle_ = Obstacle::TooBig;
        detail_ = "no memory to look into it";
        return;
    }
    open(compression, format);
}

void ArchiveReader::open(Compression compression, Format format)
{
    auto* const handle = handle_.get();
    // A warning means that a library is missing and a program would be run instead.
    if (support(handle, format) != ARCHIVE_OK ||
        (compression != Compression::None &&
         filter(handle, compression) != ARCHIVE_OK)) {
        obstacle_ = Obstacle::Unsupported;
        detail_ = "no reader for this format";
        return;
    }
    archive_read_set_callback_data(handle, &input_);
    archive_read_set_read_callback(handle, &ArchiveReader::give);
    archive_read_set_skip_callback(handle, &ArchiveReader::skip);
    archive_read_set_seek_callback(handle, &ArchiveReader::seek);
    if (archive_read_open1(handle) != ARCHIVE_OK)
        return fail();
    opened_ = true;
    if (archive_filter_count(handle) > 2) { // the last stands for none
        obstacle_ = Obstacle::TooDeep;
        detail_ = "compressed more than once";
    }
}

std::int64_t ArchiveReader::give(archive* /*handle*/, void* input, const void** piece)
{
    auto& in = *static_cast<Input*>(input);
    const auto front = in.front.size();
    const auto rest =
        in.at < front ? in.front.substr(in.at) : in.bytes.substr(in.at - front);
    *piece = rest.data();
    in.at += rest.size();
    return static_cast<std::int64_t>(rest.size());
}

std::int64_t ArchiveReader::skip(archive* /*handle*/, void* input, std::int64_t count)
{
    auto& in = *static_cast<Input*>(input);
    const auto left = in.front.size() + in.bytes.size() - in.at;
    const auto skipped =
        std::min<std::uint64_t>(static_cast<std::uint64_t>(count), left);
    in.at += skipped;
    return static_cast<std::int64_t>(skipped);
}

std::int64_t ArchiveReader::seek(archive* /*handle*/, void* input, std::int64_t offset,
                                 int whence)
{
    auto& in = *static_cast<Input*>(input);
    const auto size = static_cast<std::int64_t>(in.front.size() + in.bytes.size());
    const auto base = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? static_cast<std::int64_t>(in.at)
                                           : size;
    if (offset < -base || offset > size - base)
        return ARCHIVE_FATAL;
    in.at = static_cast<std::uint64_t>(base + offset);
    return base + offset;
}

void ArchiveReader::fail()
{
    const char* const words = archive_error_string(handle_.get());
    detail_ = words == nullptr ? "it cannot be read" : words;
    obstacle_ = meaning(detail_, archive_errno(handle_.get()));
    // Before it is open there is no format to ask.
    if (opened_ && archive_read_has_encrypted_entries(handle_.get()) > 0)
        obstacle_ = Obstacle::Encrypted;
}

std::optional<ArchiveEntry> ArchiveReader::next()
{
    if (obstacle_ != Obstacle::None)
        return std::nullopt;
    archive_entry* told = nullptr;
    const int result = archive_read_next_header(handle_.get(), &told);
    if (result == ARCHIVE_EOF)
        return std::nullopt;
    if (result < ARCHIVE_WARN) {
        fail();
        return std::nullopt;
    }
    return entry_of(told);
}

std::optional<std::size_t> ArchiveReader::read(char* room, std::size_t size)
{
    if (obstacle_ != Obstacle::None)
        return std::nullopt;
    const auto got = archive_read_data(handle_.get(), room, size);
    if (got >= 0)
        return static_cast<std::size_t>(got);
    fail();
    return std::nullopt;
}

} // namespace mailreeve::unpack
