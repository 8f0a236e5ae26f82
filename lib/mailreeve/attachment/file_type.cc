#include "mailreeve/attachment/file_type.hh"

#include "mailreeve/attachment/signature.hh"
#include "mailreeve/attachment/text_type.hh"

#include <array>
#include <cstddef>

namespace mailreeve::attachment {

namespace {

constexpr auto names = std::to_array<std::string_view>({
    "unknown", "empty",      "text",     "html",       "html-active",   "svg",
    "rtf",     "pdf",        "image",    "audio",      "video",         "mail",
    "pe",      "dos",        "elf",      "mach-o",     "java-class",    "wasm",
    "dex",     "script",     "shortcut", "chm",        "registry",      "msi",
    "iso",     "disk-image", "ole",      "office-xml", "open-document", "onenote",
    "tnef",    "zip",        "jar",      "7z",         "rar",           "tar",
    "gzip",    "bzip2",      "xz",       "zstd",       "lzip",          "compress",
    "cab",     "lha",        "arj",      "ace",        "xar",           "cpio",
    "ar",      "pgp",        "smime",
});
static_assert(names.size() == static_cast<std::size_t>(FileType::Smime) + 1);

bool may_hide_a_script(FileType type)
{
    return type == FileType::Image || type == FileType::Audio ||
           type == FileType::Video;
}

} // namespace

std::string_view name(FileType type)
{
    return names.at(static_cast<std::size_t>(type));
}

FileType file_type(std::string_view head, bool all)
{
    all = all && head.size() <= type_head;
    head = head.substr(0, type_head);
    if (head.empty())
        return all ? FileType::Empty : FileType::Unknown;
    const auto marked = type_by_signature(head, all);
    const bool quiet = marked == FileType::Unknown || may_hide_a_script(marked);
    if (quiet && is_picture_and_script(head))
        return FileType::Script;
    if (may_hide_a_script(marked))
        return with_hidden_script(head, marked);
    return marked != FileType::Unknown ? marked : type_of_text(head);
}

bool is_container(FileType type)
{
    switch (type) {
    case FileType::Mail:
    case FileType::Msi:
    case FileType::Iso:
    case FileType::DiskImage:
        return true;
    case FileType::Pgp:
        return false;
    default:
        return type >= FileType::Ole;
    }
}

} // namespace mailreeve::attachment
