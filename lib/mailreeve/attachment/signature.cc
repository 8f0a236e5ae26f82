#include "mailreeve/attachment/signature.hh"

#include "mailreeve/attachment/bytes.hh"
#include "mailreeve/attachment/openpgp_head.hh"
#include "mailreeve/attachment/text_type.hh"
#include "mailreeve/attachment/zip_head.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

using namespace std::string_view_literals;

namespace {

struct Mark {
    std::size_t at;
    std::string_view bytes;
    FileType type;
};

// The most dangerous first. From the formats' own descriptions, and from what file(1)
// knows; those that need more than a look at one place are below.
constexpr auto programs = std::to_array<Mark>({
    {0,
     "\x7f"
     "ELF"sv,
     FileType::Elf},
    {0, "\xfe\xed\xfa\xce"sv, FileType::MachO},
    {0, "\xfe\xed\xfa\xcf"sv, FileType::MachO},
    {0, "\xce\xfa\xed\xfe"sv, FileType::MachO},
    {0, "\xcf\xfa\xed\xfe"sv, FileType::MachO},
    {0, "\xca\xfe\xba\xbf"sv, FileType::MachO},
    {0, "\0asm"sv, FileType::Wasm},
    {0, "dex\n"sv, FileType::Dex},
    {0, "L\0\0\0\x01\x14\x02\0"sv, FileType::Shortcut},
    {0, "ITSF"sv, FileType::Chm},
    // A DOS program of letters alone, which everyone tries a filter with (eicar.org).
    {0, R"(X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR)"sv, FileType::Dos},
});

constexpr auto images_of_disks = std::to_array<Mark>({
    {32769, "CD001"sv, FileType::Iso},
    {34817, "CD001"sv, FileType::Iso},
    {0, "vhdxfile"sv, FileType::DiskImage},
    {0, "conectix"sv, FileType::DiskImage},
    {0, "KDMV"sv, FileType::DiskImage},
    {0, "COWD"sv, FileType::DiskImage},
    {0, "# Disk DescriptorFile"sv, FileType::DiskImage},
    {0, "QFI\xfb"sv, FileType::DiskImage},
    {0, "<<< Oracle VM VirtualBox Disk Image >>>"sv, FileType::DiskImage},
    {0, "MSWIM\0\0\0"sv, FileType::DiskImage},
});

constexpr auto containers = std::to_array<Mark>({
    {0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"sv,
     FileType::OneNote},
    {0, "\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f"sv,
     FileType::OneNote},
    {0, "\x78\x9f\x3e\x22"sv, FileType::Tnef},
    {0, "7z\xbc\xaf\x27\x1c"sv, FileType::SevenZip},
    {0, "Rar!\x1a\x07"sv, FileType::Rar},
    {0, "RE~^"sv, FileType::Rar},
    {0, "\x1f\x8b"sv, FileType::Gzip},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     FileType::Xz},
    {0, "\x28\xb5\x2f\xfd"sv, FileType::Zstd},
    {0, "LZIP"sv, FileType::Lzip},
    {0, "\x1f\x9d"sv, FileType::Compress},
    {0, "\x1f\xa0"sv, FileType::Compress},
    {0, "MSCF\0\0\0\0"sv, FileType::Cab},
    {7, "**ACE**"sv, FileType::Ace},
    {0, "xar!"sv, FileType::Xar},
    {0, "070701"sv, FileType::Cpio},
    {0, "070702"sv, FileType::Cpio},
    {0, "070707"sv, FileType::Cpio},
    {0, "\xc7\x71"sv, FileType::Cpio},
    {0, "!<arch>\n"sv, FileType::Ar},
    {257, "ustar"sv, FileType::Tar},
});

constexpr auto quiet = std::to_array<Mark>({
    {0, "\x89PNG\r\n\x1a\n"sv, FileType::Image},
    {0, "\xff\xd8\xff"sv, FileType::Image},
    {0, "GIF87a"sv, FileType::Image},
    {0, "GIF89a"sv, FileType::Image},
    {0, "II*\0"sv, FileType::Image},
    {0, "MM\0*"sv, FileType::Image},
    {0, "\0\0\x01\0"sv, FileType::Image}, // ICO
    {0, "8BPS"sv, FileType::Image},
    {0, "\xd7\xcd\xc6\x9a"sv, FileType::Image}, // WMF
    {40, " EMF"sv, FileType::Image},
    {0, "\0\0\0\x0cjP  \r\n\x87\n"sv, FileType::Image},
    {0, "\xff\x4f\xff\x51"sv, FileType::Image},
    {0, "AT&TFORM"sv, FileType::Image},
    {0, "ID3"sv, FileType::Audio},
    {0, "\xff\xfb"sv, FileType::Audio},
    {0, "\xff\xf3"sv, FileType::Audio},
    {0, "\xff\xf2"sv, FileType::Audio},
    {0, "OggS"sv, FileType::Audio},
    {0, "fLaC"sv, FileType::Audio},
    {0, "MThd"sv, FileType::Audio},
    {0, "#!AMR"sv, FileType::Audio},
    {0, ".snd"sv, FileType::Audio},
    {8, "AIFF"sv, FileType::Audio},
    {8, "AIFC"sv, FileType::Audio},
    {4, "ftypM4A"sv, FileType::Audio},
    {0, "\x1a\x45\xdf\xa3"sv, FileType::Video},
    {0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, FileType::Video},
    {0, "FLV\x01"sv, FileType::Video},
    {0, "\0\0\x01\xba"sv, FileType::Video},
    {0, "\0\0\x01\xb3"sv, FileType::Video},
    {4, "ftypheic"sv, FileType::Image},
    {4, "ftypheix"sv, FileType::Image},
    {4, "ftypmif1"sv, FileType::Image},
    {4, "ftypavif"sv, FileType::Image},
    {4, "ftyp"sv, FileType::Video},
    {4, "moov"sv, FileType::Video},
    {4, "mdat"sv, FileType::Video},
});

// Some letters that a text may have in that place as well.
bool is_weak(std::string_view mark)
{
    constexpr std::size_t long_enough = 8;
    return mark.size() < long_enough && utf8::is_ascii(mark) && is_text(mark);
}

FileType by_marks(std::string_view head, const auto& marks)
{
    const auto* const found = std::ranges::find_if(marks, [&](const Mark& mark) {
        return has_at(head, mark.at, mark.bytes) &&
               !(is_weak(mark.bytes) && is_text(head));
    });
    return found == marks.end() ? FileType::Unknown : found->type;
}

// A text may begin with these letters, and then is no program.
FileType windows_or_dos(std::string_view head)
{
    if (!head.starts_with("MZ") && !head.starts_with("ZM"))
        return FileType::Unknown;
    const auto new_header = little(head, 0x3c, 4);
    if (new_header && has_at(head, *new_header, "PE\0\0"sv))
        return FileType::Pe;
    return is_text(head) ? FileType::Unknown : FileType::Dos;
}

// The same four bytes begin both. Behind them Java has a version, from 45 on, and
// Mach-O the number of its architectures.
FileType java_or_universal(std::string_view head)
{
    constexpr std::uint32_t first_java = 43;
    if (!head.starts_with("\xca\xfe\xba\xbe"))
        return FileType::Unknown;
    return big(head, 4, 4).value_or(0) < first_java ? FileType::MachO
                                                    : FileType::JavaClass;
}

FileType program(std::string_view head)
{
    const auto windows = windows_or_dos(head);
    if (windows != FileType::Unknown)
        return windows;
    const auto java = java_or_universal(head);
    return java != FileType::Unknown ? java : by_marks(head, programs);
}

// ECMA-167: the volume recognition sequence, one descriptor in each 2,048 bytes.
bool is_udf(std::string_view head)
{
    for (std::size_t at = 32769; at < head.size(); at += 2048)
        if (has_at(head, at, "NSR02") || has_at(head, at, "NSR03"))
            return true;
    return false;
}

// A boot sector that says FAT or NTFS: a floppy, or a volume without a table.
bool is_volume(std::string_view head)
{
    return has_at(head, 510, "\x55\xaa") &&
           (has_at(head, 54, "FAT") || has_at(head, 82, "FAT32") ||
            has_at(head, 3, "NTFS    ") || has_at(head, 3, "EXFAT   "));
}

FileType disk(std::string_view head, bool all)
{
    constexpr std::size_t trailer = 512; // of a DMG and of a fixed VHD
    const auto marked = by_marks(head, images_of_disks);
    if (marked != FileType::Unknown)
        return marked;
    const auto at_end = all && head.size() >= trailer
                            ? head.substr(head.size() - trailer)
                            : std::string_view{};
    const bool trails = at_end.starts_with("koly") || at_end.starts_with("conectix");
    return trails || is_udf(head) || is_volume(head) ? FileType::DiskImage
                                                     : FileType::Unknown;
}

// MS-CFB 2.2 and 2.6: the class id of the root entry tells Windows Installer.
FileType compound(std::string_view head)
{
    constexpr auto installer = "\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"sv;
    if (!head.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return FileType::Unknown;
    const auto shift = little(head, 30, 2).value_or(0);
    const auto directory = little(head, 48, 4).value_or(0);
    if ((shift != 9 && shift != 12) || directory > type_head)
        return FileType::Ole;
    const auto root = (std::size_t{directory} + 1) << shift;
    const auto kind = byte_at(head, root + 80).value_or(0);
    const bool package = kind == 0x84 || kind == 0x86 || kind == 0x82;
    return package && has_at(head, root + 81, installer) ? FileType::Msi
                                                         : FileType::Ole;
}

// The sum of the header's bytes, its own field as blanks, in octal at 148 (POSIX ustar;
// the form of Unix V7 has no other mark).
bool is_tar(std::string_view head)
{
    constexpr std::size_t size = 512;
    constexpr std::size_t field = 148;
    if (head.size() < size || head.front() == '\0')
        return false;
    std::uint32_t sum = 8 * ' ';
    for (std::size_t i = 0; i < size; ++i)
        if (i < field || i >= field + 8)
            sum += static_cast<std::uint8_t>(head[i]);
    auto told = head.substr(field, 8);
    while (told.starts_with(' '))
        told.remove_prefix(1);
    std::uint32_t value = 0;
    std::size_t digits = 0;
    for (; digits < told.size() && told[digits] >= '0' && told[digits] <= '7'; ++digits)
        value = value * 8 + static_cast<std::uint32_t>(told[digits] - '0');
    return digits > 0 && value == sum;
}

bool is_bzip2(std::string_view head)
{
    return head.starts_with("BZh") && head.size() > 4 && head[3] >= '1' &&
           head[3] <= '9' &&
           (has_at(head, 4, "1AY&SY") || has_at(head, 4, "\x17rE8P\x90"));
}

// "-lh5-" and its like behind the size and the sum of the header.
bool is_lha(std::string_view head)
{
    return head.size() > 20 && head[2] == '-' && head[3] == 'l' &&
           (head[4] == 'h' || head[4] == 'z') && head[6] == '-';
}

bool is_arj(std::string_view head)
{
    const auto size = little(head, 2, 2).value_or(0);
    return head.starts_with("\x60\xea") && size >= 30 && size <= 2600;
}

// A frame to be skipped stands in front of some.
bool is_zstd_skippable(std::string_view head)
{
    const auto mark = little(head, 0, 4).value_or(0);
    return (mark & 0xfffffff0U) == 0x184d2a50U;
}

// LZMA alone has no mark but its usual parameters and a size that is not told.
bool is_lzma(std::string_view head)
{
    return head.starts_with("\x5d\0\0"sv) &&
           has_at(head, 5, "\xff\xff\xff\xff\xff\xff\xff\xff"sv);
}

FileType container(std::string_view head)
{
    for (const auto type : {compound(head), by_marks(head, containers), zip_type(head)})
        if (type != FileType::Unknown)
            return type;
    struct Test {
        bool (*is)(std::string_view);
        FileType type;
    };
    constexpr auto tests = std::to_array<Test>({
        {is_bzip2, FileType::Bzip2},
        {is_lha, FileType::Lha},
        {is_arj, FileType::Arj},
        {is_zstd_skippable, FileType::Zstd},
        {is_lzma, FileType::Xz},
        {is_tar, FileType::Tar},
        {is_openpgp_encrypted, FileType::Pgp},
    });
    const auto* const found =
        std::ranges::find_if(tests, [&](const Test& test) { return test.is(head); });
    return found == tests.end() ? FileType::Unknown : found->type;
}

// RFC 5652: a sequence that begins with an object identifier of PKCS #7, or with that
// of authenticated-enveloped data (RFC 5083).
bool is_pkcs7(std::string_view head)
{
    constexpr std::size_t front = 16;
    const auto start = head.substr(0, front + 13);
    return head.starts_with('\x30') &&
           (start.find("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07") <= front ||
            start.find("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17") <=
                front);
}

bool is_bitmap(std::string_view head)
{
    return head.starts_with("BM") && has_at(head, 6, "\0\0\0\0"sv);
}

FileType of_riff(std::string_view head)
{
    if (!head.starts_with("RIFF"))
        return FileType::Unknown;
    if (has_at(head, 8, "WEBP"))
        return FileType::Image;
    return has_at(head, 8, "AVI ") ? FileType::Video : FileType::Audio;
}

// Readers look for the mark in the first 1,024 bytes (PDF 1.7, annex H).
bool is_pdf(std::string_view head)
{
    return head.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

FileType harmless(std::string_view head)
{
    if (head.starts_with("{\\rt")) // Word opens it without the f
        return FileType::Rtf;
    if (is_pkcs7(head))
        return FileType::Smime;
    if (is_bitmap(head))
        return FileType::Image;
    const auto riff = of_riff(head);
    if (riff != FileType::Unknown)
        return riff;
    const auto marked = by_marks(head, quiet);
    return marked == FileType::Unknown && is_pdf(head) ? FileType::Pdf : marked;
}

} // namespace

FileType type_by_signature(std::string_view head, bool all)
{
    const auto runs = program(head);
    if (runs != FileType::Unknown)
        return runs;
    const auto mounts = disk(head, all);
    if (mounts != FileType::Unknown)
        return mounts;
    const auto holds = container(head);
    if (holds != FileType::Unknown)
        return holds;
    const auto type = harmless(head);
    // What a reader of zip finds from the end of it.
    return type != FileType::Pdf && all && ends_as_zip(head) ? FileType::Zip : type;
}

} // namespace mailreeve::attachment
