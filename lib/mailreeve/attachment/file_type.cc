#include "mailreeve/attachment/file_type.hh"

#include "mailreeve/base/ascii.hh"

#include <array>

namespace mailreeve::attachment {

namespace {

using namespace std::string_view_literals;

struct Sign {
    std::size_t at;
    std::string_view bytes;
    FileType type;
};

constexpr std::array signs{
    Sign{0, "PK\x03\x04"sv, FileType::Zip},
    Sign{0, "PK\x05\x06"sv, FileType::Zip},
    Sign{0, "7z\xbc\xaf\x27\x1c"sv, FileType::SevenZip},
    Sign{0, "Rar!\x1a\x07"sv, FileType::Rar},
    Sign{257, "ustar"sv, FileType::Tar},
    Sign{0, "\x1f\x8b"sv, FileType::Gzip},
    Sign{0, "BZh"sv, FileType::Bzip2},
    Sign{0,
         "\xfd"
         "7zXZ\0"sv,
         FileType::Xz},
    Sign{0, "\x28\xb5\x2f\xfd"sv, FileType::Zstd},
    Sign{0, "LZIP"sv, FileType::Lzip},
    Sign{0, "\x1f\x9d"sv, FileType::Compress},
    Sign{0, "MSCF\0\0\0\0"sv, FileType::Cab},
    Sign{2, "-lh"sv, FileType::Lha},
    Sign{0, "xar!"sv, FileType::Xar},
    Sign{0, "070701"sv, FileType::Cpio},
    Sign{0, "070702"sv, FileType::Cpio},
    Sign{0, "070707"sv, FileType::Cpio},
    Sign{0, "\xc7\x71"sv, FileType::Cpio},
    Sign{0, "!<arch>\n"sv, FileType::Ar},
    Sign{0x8001, "CD001"sv, FileType::Iso},
    Sign{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, FileType::Ole},
    Sign{0, "\x78\x9f\x3e\x22"sv, FileType::Tnef},
    Sign{0, "MZ"sv, FileType::Pe},
    Sign{0,
         "\x7f"
         "ELF"sv,
         FileType::Elf},
    Sign{0, "From: "sv, FileType::Mail},
    Sign{0, "Received: "sv, FileType::Mail},
    Sign{0, "Return-Path: "sv, FileType::Mail},
};

} // namespace

std::string_view name(FileType type)
{
    return type == FileType::Unknown ? "unknown" : "known";
}

FileType file_type(std::string_view head, bool all)
{
    if (head.empty() && all)
        return FileType::Empty;
    for (const auto& sign : signs)
        if (head.size() > sign.at && head.substr(sign.at).starts_with(sign.bytes))
            return sign.type;
    if (head.find('\0') == std::string_view::npos)
        return FileType::Text;
    return FileType::Unknown;
}

bool is_container(FileType type)
{
    return (type >= FileType::Zip && type <= FileType::Ar) || type == FileType::Mail ||
           type == FileType::Ole || type == FileType::OfficeXml ||
           type == FileType::OpenDocument || type == FileType::Tnef ||
           type == FileType::Iso || type == FileType::Msi;
}

} // namespace mailreeve::attachment
