// What a file is by its first bytes, whatever it calls itself.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailreeve::attachment {

enum class FileType : std::uint8_t {
    Unknown, // bytes of no type that we know
    Empty,
    Text, // valid text without any of the signs below
    Html,
    ActiveHtml, // with a script, an event handler or a form of data that runs
    Svg,        // likewise active where it has a script: then ActiveHtml
    Rtf,
    Pdf,
    Image,
    Audio,
    Video,
    Mail, // begins like a message
    // programs
    Pe,  // Windows: MZ and PE
    Dos, // MZ alone, and .com by its jump is by name
    Elf,
    MachO,
    JavaClass,
    Wasm,
    Dex,
    // scripts, shortcuts and what else the desktop runs
    Script,   // "#!" or the unmistakable first words of a script
    Shortcut, // LNK, [InternetShortcut]
    Chm,
    Registry,
    // installers and images of disks
    Msi, // by the class id of its root entry
    Iso,
    DiskImage, // VHD, VHDX, VMDK, DMG, UDF
    // documents that may hold macros
    Ole,       // compound file: old Office, .msg
    OfficeXml, // a zip with [Content_Types].xml in front
    OpenDocument,
    OneNote,
    Tnef,
    // containers
    Zip,
    Jar, // a zip with META-INF in front
    SevenZip,
    Rar,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Lzip,
    Compress, // .Z
    Cab,
    Lha,
    Arj,
    Ace,
    Xar,
    Cpio,
    Ar,    // .deb, .a
    Pgp,   // encrypted by OpenPGP
    Smime, // PKCS #7 in DER or BER, also what is only signed
};

// "pe", "html-active", "office-xml", …: the word that rules and reports use.
MAILREEVE_API std::string_view name(FileType type);

// How much of a file file_type() may look at.
inline constexpr std::size_t type_head = std::size_t{64} * 1024;

// By the first `type_head` bytes; `all` tells whether `head` is the whole file. A file
// may be several things at once (a PDF with a program's head, a picture that begins as
// a script): then it is the most dangerous of them, in this order: programs, shortcuts
// and help files by their marks; images of disks, mark at any place; documents that may
// hold macros, then other containers; encrypted files; the quiet ones by mark, of which
// pictures, sounds and films become ActiveHtml or Script where one is in them. Of texts
// first what the desktop runs, by its first lines, then mail, pages, and texts in which
// there are words of a script. What is no PDF and ends as a zip is one, where the whole
// is seen. "MZ" in front of a text is no program. Thread-safe.
MAILREEVE_API FileType file_type(std::string_view head, bool all);

// Whether there may be other files or macros inside, which the worker looks for.
MAILREEVE_API bool is_container(FileType type);

} // namespace mailreeve::attachment
