// Archives of the formats that libarchive writes, in memory.
#pragma once

#include "mailreeve/base/c_ptr.hh"

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

struct ArchiveMember {
    std::string name;
    std::string content;
    std::string link = {}; // where it points; then it has no content
};

// ARCHIVE_FORMAT_..., ARCHIVE_FILTER_...; `options` as libarchive takes them.
inline std::string archive_of(int format, int filter,
                              const std::vector<ArchiveMember>& members,
                              const char* options = nullptr)
{
    std::string bytes;
    const auto append = [](archive* /*handle*/, void* all, const void* piece,
                           std::size_t size) -> la_ssize_t {
        static_cast<std::string*>(all)->append(static_cast<const char*>(piece), size);
        return static_cast<la_ssize_t>(size);
    };
    const CPtr<archive, archive_write_free> out{archive_write_new()};
    auto* const to = out.get();
    const auto must = [&](int result) {
        if (result != ARCHIVE_OK)
            throw std::runtime_error{archive_error_string(to)};
    };
    must(archive_write_set_format(to, format));
    must(archive_write_add_filter(to, filter));
    if (options != nullptr)
        must(archive_write_set_options(to, options));
    must(archive_write_set_bytes_per_block(to, 0));
    must(archive_write_open(to, &bytes, nullptr, append, nullptr));
    for (const auto& member : members) {
        const CPtr<archive_entry, archive_entry_free> entry{archive_entry_new()};
        archive_entry_set_pathname(entry.get(), member.name.c_str());
        archive_entry_set_filetype(entry.get(),
                                   member.link.empty() ? AE_IFREG : AE_IFLNK);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_size(entry.get(),
                               static_cast<la_int64_t>(member.content.size()));
        if (!member.link.empty())
            archive_entry_set_symlink(entry.get(), member.link.c_str());
        must(archive_write_header(to, entry.get()));
        archive_write_data(to, member.content.data(), member.content.size());
    }
    must(archive_write_close(to));
    return bytes;
}

inline std::string packed(int filter, std::string_view content)
{
    return archive_of(ARCHIVE_FORMAT_RAW, filter, {{"x", std::string{content}}});
}

} // namespace mailreeve::test
