#include "mailreeve/attachment/file_type.hh"

#include "test/attachment/made_head.hh"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace mailreeve::attachment {

using namespace std::string_literals;
using test::put;

namespace {

struct Head {
    std::string what;
    std::string bytes;
    FileType type;
};

std::string sector_at(std::size_t at, std::string_view mark)
{
    return put(std::string(at + 2048, '\0'), at, mark);
}

std::string trailed_by(std::string_view mark)
{
    return std::string(4096, '\0') + put(std::string(512, '\0'), 0, mark);
}

// NOLINTNEXTLINE(readability-function-size): a table
const std::vector<Head>& marked_heads()
{
    static const std::vector<Head> heads{
        {"nothing", "", FileType::Empty},
        {"PE", test::windows_program(), FileType::Pe},
        {"DOS", test::dos_program(), FileType::Dos},
        {"DOS the other way", "ZM\x10\0\x02\0"s, FileType::Dos},
        {"the test file of eicar.org", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-...",
         FileType::Dos},
        {"ELF",
         "\x7f"
         "ELF\x02\x01\x01\0"s,
         FileType::Elf},
        {"Mach-O 32", "\xfe\xed\xfa\xce\0\0\0\7"s, FileType::MachO},
        {"Mach-O 64, little", "\xcf\xfa\xed\xfe\x07\0\0\x01"s, FileType::MachO},
        {"Mach-O of two kinds", "\xca\xfe\xba\xbe\0\0\0\x02\x01\0\0\x07"s,
         FileType::MachO},
        {"Java", "\xca\xfe\xba\xbe\0\0\0\x34\0\x1d"s, FileType::JavaClass},
        {"WebAssembly", "\0asm\x01\0\0\0"s, FileType::Wasm},
        {"Dalvik", "dex\n035\0"s, FileType::Dex},
        {"LNK", "L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"s,
         FileType::Shortcut},
        {"CHM", "ITSF\x03\0\0\0"s, FileType::Chm},
        {"MSI", test::compound_head(true), FileType::Msi},
        {"OLE", test::compound_head(false), FileType::Ole},
        {"OLE cut", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s, FileType::Ole},
        {"ISO 9660",
         sector_at(32768, "\x01"
                          "CD001"),
         FileType::Iso},
        {"UDF", sector_at(34817, "NSR02"), FileType::DiskImage},
        {"VHDX", "vhdxfile\0\0"s, FileType::DiskImage},
        {"VHD", "conectix\0\0\0\x02"s, FileType::DiskImage},
        {"VHD by its end", trailed_by("conectix"), FileType::DiskImage},
        {"DMG", trailed_by("koly"), FileType::DiskImage},
        {"VMDK", "KDMV\x01\0\0\0"s, FileType::DiskImage},
        {"VMDK in words", "# Disk DescriptorFile\nversion=1\n", FileType::DiskImage},
        {"a FAT volume",
         put(put("\xeb\x3c\x90MSDOS5.0"s, 54, "FAT12   "), 510, "\x55\xaa"),
         FileType::DiskImage},
        {"OneNote",
         "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3\0\0"s,
         FileType::OneNote},
        {"TNEF", "\x78\x9f\x3e\x22\x01\0"s, FileType::Tnef},
        {"zip", test::zip_head({{"a.txt", "x"}}), FileType::Zip},
        {"an empty zip", "PK\5\6"s + std::string(18, '\0'), FileType::Zip},
        {"zip behind a mark of spanning", "PK00" + test::zip_head({{"a", "x"}}),
         FileType::Zip},
        {"zip behind other bytes",
         "\x01\x02\x03 not a zip PK\5\6"s + std::string(18, '\0'), FileType::Zip},
        {"Office", test::zip_head({{"[Content_Types].xml", "<x/>"}, {"word/a", "x"}}),
         FileType::OfficeXml},
        {"Office, other order", test::zip_head({{"xl/a.xml", "x"}, {"b", "x"}}),
         FileType::OfficeXml},
        {"OpenDocument",
         test::zip_head({{"mimetype", "application/vnd.oasis.opendocument.text"},
                         {"META-INF/MANIFEST.MF", "x"}}),
         FileType::OpenDocument},
        {"a book", test::zip_head({{"mimetype", "application/epub+zip"}}),
         FileType::Zip},
        {"JAR", test::zip_head({{"META-INF/", ""}, {"META-INF/MANIFEST.MF", "x"}}),
         FileType::Jar},
        {"JAR, class first", test::zip_head({{"a/Run.class", "x"}}), FileType::Jar},
        {"7z", "7z\xbc\xaf\x27\x1c\0\x04"s, FileType::SevenZip},
        {"RAR 4", "Rar!\x1a\x07\0\xcf"s, FileType::Rar},
        {"RAR 5", "Rar!\x1a\x07\x01\0"s, FileType::Rar},
        {"tar", test::tar_head("a.txt", true), FileType::Tar},
        {"tar of Unix V7", test::tar_head("a.txt", false), FileType::Tar},
        {"gzip", "\x1f\x8b\x08\0\0"s, FileType::Gzip},
        {"bzip2", "BZh91AY&SY\0\0"s, FileType::Bzip2},
        {"xz",
         "\xfd"
         "7zXZ\0\0\x04"s,
         FileType::Xz},
        {"lzma", "\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0"s, FileType::Xz},
        {"zstd", "\x28\xb5\x2f\xfd\0"s, FileType::Zstd},
        {"zstd behind a frame", "\x5a\x2a\x4d\x18\x04\0"s, FileType::Zstd},
        {"lzip", "LZIP\x01\x0c\0"s, FileType::Lzip},
        {"compress", "\x1f\x9d\x90\0"s, FileType::Compress},
        {"cab", "MSCF\0\0\0\0\x10"s, FileType::Cab},
        {"lha", "\x20\x30-lh5-\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0"s, FileType::Lha},
        {"arj", "\x60\xea\x2c\0\x22\x0b"s, FileType::Arj},
        {"ace", "\x11\x22\x31\0\0\0\0**ACE**\x14"s, FileType::Ace},
        {"xar", "xar!\0\x1c\0\x01"s, FileType::Xar},
        {"cpio", "070701000000\0"s, FileType::Cpio},
        {"cpio in binary", "\xc7\x71\0\0"s, FileType::Cpio},
        {"ar", "!<arch>\ndebian-binary   ", FileType::Ar},
        {"PDF", "%PDF-1.7\n%\xe2\xe3\n", FileType::Pdf},
        {"PDF behind junk", "\r\n\r\n%PDF-1.4\n", FileType::Pdf},
        {"RTF", "{\\rtf1\\ansi", FileType::Rtf},
        {"RTF as Word takes it", "{\\rt\xff", FileType::Rtf},
        {"PNG", "\x89PNG\r\n\x1a\n\0\0"s, FileType::Image},
        {"JPEG", "\xff\xd8\xff\xe0\0\x10JFIF"s, FileType::Image},
        {"GIF", "GIF89a\x01\0\x01\0"s, FileType::Image},
        {"BMP", "BM\x36\0\0\0\0\0\0\0\x36\0"s, FileType::Image},
        {"TIFF", "II*\0\x08\0"s, FileType::Image},
        {"WebP", "RIFF\x01\0\0\0WEBPVP8 "s, FileType::Image},
        {"HEIC",
         "\0\0\0\x18"
         "ftypheic"s,
         FileType::Image},
        {"MP3", "ID3\x03\0\0"s, FileType::Audio},
        {"WAV", "RIFF\x01\0\0\0WAVEfmt "s, FileType::Audio},
        {"AMR", "#!AMR\n\x04"s, FileType::Audio},
        {"Ogg", "OggS\0\x02"s, FileType::Audio},
        {"AVI", "RIFF\x01\0\0\0AVI LIST"s, FileType::Video},
        {"MP4",
         "\0\0\0\x18"
         "ftypmp42"s,
         FileType::Video},
        {"Matroska", "\x1a\x45\xdf\xa3\x01"s, FileType::Video},
        {"OpenPGP to a key", "\x85\x01\x0c\x03\1\2\3\4\5\6\7\x08\x01"s, FileType::Pgp},
        {"OpenPGP to a key, new form", "\xc1\x5e\x03\1\2\3\4\5\6\7\x08\x12"s,
         FileType::Pgp},
        {"OpenPGP by password", "\x8c\x0d\x04\x09\x03\x08"s, FileType::Pgp},
        {"PKCS #7", "\x30\x82\x01\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"s,
         FileType::Smime},
        {"PKCS #7 of no told length",
         "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"s, FileType::Smime},
        {"noise", "\x01\x02\x03\x04\x05\xff\0"s, FileType::Unknown},
    };
    return heads;
}

// NOLINTNEXTLINE(readability-function-size): a table
const std::vector<Head>& texts()
{
    static const std::vector<Head> heads{
        {"a letter", "Dear all,\n\nplease find it attached.\n", FileType::Text},
        {"a letter of 8 bits",
         "Gr\xfc\xdf"
         "e\r\n",
         FileType::Text},
        {"text in UTF-16", test::utf16("Dear all, hello\n", false, true),
         FileType::Text},
        {"a text that begins as a program's mark", "MZ is what it begins with\n",
         FileType::Text},
        {"a text that begins as a sound's mark", "ID3 tags are text\n", FileType::Text},
        {"a text that begins as an archive's mark", "070701 is its number\n",
         FileType::Text},
        {"a table", "a,b,c\n1,2,3\n", FileType::Text},
        {"a letter about scripts", "Use the <blink> tag, onclick = later\n",
         FileType::Text},
        {"a page", "<!DOCTYPE html>\n<html><body>Hello</body></html>", FileType::Html},
        {"a page behind a comment", "<!-- saved -->\n<HTML>x</HTML>", FileType::Html},
        {"a piece of a page", "<div><p>Hello</p></div>", FileType::Html},
        {"a page whose link has an option", "<a href=\"?option=1&once=2\">x</a>",
         FileType::Html},
        {"script", "<html><script>1</script></html>", FileType::ActiveHtml},
        {"script behind words", "hello\n<ScRiPt src=x>", FileType::ActiveHtml},
        {"script in UTF-16", test::utf16("<html><script>1</script>", false, true),
         FileType::ActiveHtml},
        {"script in UTF-16 without its mark",
         test::utf16("<html><script>1</script>", true, false), FileType::ActiveHtml},
        {"script in UTF-8 with its mark", "\xef\xbb\xbf<script>1</script>",
         FileType::ActiveHtml},
        {"script with NULs in it", "<html><scr\0ipt>1</script>"s, FileType::ActiveHtml},
        {"a handler", "<html><img src=x onerror = \"alert(1)\">", FileType::ActiveHtml},
        {"a handler behind a slash", "<img/onerror=alert(1)//>", FileType::ActiveHtml},
        {"javascript:", "<a href=\"javascript:alert(1)\">x</a>", FileType::ActiveHtml},
        {"an object", "<html><object data=x></object>", FileType::ActiveHtml},
        {"embed", "<html><embed src=x>", FileType::ActiveHtml},
        {"srcdoc", "<html><iframe srcdoc='x'>", FileType::ActiveHtml},
        {"vbscript", "<a href=vbscript:x>x</a>", FileType::ActiveHtml},
        {"a page that leads into itself",
         "<html><meta http-equiv=refresh content=\"0;url=data:text/html;base64,PA==\">",
         FileType::ActiveHtml},
        {"a page that leads elsewhere",
         "<html><meta http-equiv=refresh content=\"0;url=https://example.net/\">",
         FileType::Html},
        {"HTA", "<html><head><HTA:APPLICATION id=x></head>", FileType::ActiveHtml},
        {"SVG", R"(<?xml version="1.0"?><svg xmlns="x"><path/></svg>)", FileType::Svg},
        {"SVG with a script", "<svg xmlns=\"x\"><script>1</script></svg>",
         FileType::ActiveHtml},
        {"SVG with a handler", "<svg onload=\"x()\"></svg>", FileType::ActiveHtml},
        {"shell", "#!/bin/sh\nrm x\n", FileType::Script},
        {"batch", "@ECHO OFF\r\ndel x\r\n", FileType::Script},
        {"batch behind a blank line", "\r\n@echo off\r\n", FileType::Script},
        {"VBScript", "Set x = CreateObject(\"WScript.Shell\")\r\n", FileType::Script},
        {"JScript", "var s = new ActiveXObject('x');", FileType::Script},
        {"a script that is encoded", "#@~^AAAAAA==x", FileType::Script},
        {"WSF", "<job id=\"x\"><runtime/></job>", FileType::Script},
        {"scriptlet", "<?XML version=\"1.0\"?>\n<scriptlet>\n<registration/>",
         FileType::Script},
        {"PowerShell", "[CmdletBinding()]\nparam($x)\n", FileType::Script},
        {"PowerShell in UTF-16",
         test::utf16("Set-ExecutionPolicy Bypass\r\n", false, true), FileType::Script},
        {"registry", "Windows Registry Editor Version 5.00\r\n", FileType::Registry},
        {"registry in UTF-16",
         test::utf16("Windows Registry Editor Version 5.00\r\n", false, true),
         FileType::Registry},
        {"registry, old", "REGEDIT4\r\n", FileType::Registry},
        {"URL", "[InternetShortcut]\r\nURL=file://x\r\n", FileType::Shortcut},
        {"URL behind lines", "[{000214A0}]\r\nProp3=19,2\r\n[InternetShortcut]\r\n",
         FileType::Shortcut},
        {"desktop entry", "[Desktop Entry]\nExec=sh\n", FileType::Shortcut},
        {"a library", R"(<?xml version="1.0"?><libraryDescription xmlns="x">)",
         FileType::Shortcut},
        {"RDP", "screen mode id:i:2\r\nfull address:s:192.0.2.7\r\n",
         FileType::Shortcut},
        {"a message", "Received: from x\r\n by y\r\nFrom: a@example.net\r\n\r\nx",
         FileType::Mail},
        {"a message of a mailbox", "From a@b Mon\nSubject: x\nDate: y\n\nx",
         FileType::Mail},
        {"a message about scripts", "Subject: x\nTo: y\n\nWScript.Shell <script>",
         FileType::Mail},
        {"one line like a field", "To: be\nor not to be\n", FileType::Text},
        {"OpenPGP in letters", "-----BEGIN PGP MESSAGE-----\n\nx", FileType::Pgp},
        {"a key in letters", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx",
         FileType::Text},
    };
    return heads;
}

const std::vector<Head>& two_at_once()
{
    static const std::vector<Head> heads{
        {"a program that is a PDF too", put(test::windows_program(), 0x90, "%PDF-1.4"),
         FileType::Pe},
        {"a picture that is a script too", "GIF89a/*x*/=1;alert(1)", FileType::Script},
        {"a bitmap that is a script too", "BM/*\0\0\0\0\0\0x*/=1;alert(1)"s,
         FileType::Script},
        {"a picture with a page", "\x89PNG\r\n\x1a\n\0<script>1</script>"s,
         FileType::ActiveHtml},
        {"a picture that is a zip from its end",
         "\xff\xd8\xff\xe0\0\x10JFIF PK\5\6"s + std::string(18, '\0'), FileType::Zip},
        {"a PDF that is an image of a disk too", put("%PDF-1.4"s, 32769, "CD001"),
         FileType::Iso},
        {"an archive that says it is a document",
         test::zip_head({{"[Content_Types].xml", "x"}, {"META-INF/MANIFEST.MF", "x"}}),
         FileType::Jar},
    };
    return heads;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("a file is what its bytes say")
    {
        for (const auto* heads : {&marked_heads(), &texts(), &two_at_once()})
            for (const auto& head : *heads) {
                CAPTURE(head.what);
                CHECK(name(file_type(head.bytes, true)) == name(head.type));
            }
        const auto count =
            marked_heads().size() + texts().size() + two_at_once().size();
        MESSAGE(count, " heads of files");
    }

    TEST_CASE("bytes in front of a mark hide nothing that a reader would find")
    {
        const auto pe = test::windows_program();
        CHECK(file_type(pe + std::string(200'000, 'x'), true) == FileType::Pe);
        CHECK(file_type(pe, false) == FileType::Pe);
        CHECK(file_type(std::string(1000, ' ') + "%PDF-1.4", false) == FileType::Pdf);
    }

    TEST_CASE("no head of a file, cut anywhere, is read beyond its end")
    {
        for (const auto* heads : {&marked_heads(), &texts(), &two_at_once()})
            for (const auto& head : *heads)
                for (std::size_t size = 0; size < head.bytes.size() && size < 600;
                     ++size)
                    name(file_type(std::string{head.bytes, 0, size}, size % 2 == 0));
        CHECK(file_type("MZ"s + std::string(58, '\0') + "\xff\xff\xff\xff"s, false) ==
              FileType::Dos);
    }

    TEST_CASE("each type has a word of its own")
    {
        std::set<std::string_view> words;
        for (int i = 0; i <= static_cast<int>(FileType::Smime); ++i)
            words.insert(name(static_cast<FileType>(i)));
        CHECK(words.size() == static_cast<std::size_t>(FileType::Smime) + 1);
        CHECK(name(FileType::ActiveHtml) == "html-active");
        CHECK(name(FileType::OfficeXml) == "office-xml");
    }

    TEST_CASE("what may hold other files is a container")
    {
        for (const auto type :
             {FileType::Zip, FileType::Ole, FileType::Mail, FileType::Iso,
              FileType::Gzip, FileType::Tnef, FileType::Smime})
            CHECK(is_container(type));
        for (const auto type : {FileType::Text, FileType::Pe, FileType::Pdf,
                                FileType::Pgp, FileType::Image})
            CHECK_FALSE(is_container(type));
    }
}

} // namespace mailreeve::attachment
