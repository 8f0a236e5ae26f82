#include "mailreeve/attachment/item.hh"
#include "test/support/archive_writer.hh"
#include "test/support/stored_archives.hh"
#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"
#include "unpack/name_locale.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Obstacle;
using test::archive_of;
using test::packed;
using test::zip_of;

namespace {

// As programs begin: MZ, and at 60 where their new header is.
std::string program()
{
    std::string bytes(1'024, '\0');
    bytes[0] = 'M';
    bytes[1] = 'Z';
    bytes[60] = '\x80';
    bytes.replace(128, 2, "PE");
    return bytes;
}

std::vector<test::ArchiveMember> two()
{
    return {{"run.exe", program()},
            {"dir/gr\xc3\xbc\xc3\x9f"
             "e.txt",
             "greetings"}};
}

constexpr char both[] = "run.exe\ndir/gr\xc3\xbc\xc3\x9f"
                        "e.txt\n";

} // namespace

TEST_SUITE("unpack formats")
{
    TEST_CASE("what is in an archive is told, by name, type and size")
    {
        struct Case {
            std::string name;
            int format;
        };
        const Case cases[] = {
            {"zip", ARCHIVE_FORMAT_ZIP},
            {"7z", ARCHIVE_FORMAT_7ZIP},
            {"pax", ARCHIVE_FORMAT_TAR},
            {"ustar", ARCHIVE_FORMAT_TAR_USTAR},
            {"gnutar", ARCHIVE_FORMAT_TAR_GNUTAR},
            {"cpio", ARCHIVE_FORMAT_CPIO},
            {"newc", ARCHIVE_FORMAT_CPIO_SVR4_NOCRC},
            {"xar", ARCHIVE_FORMAT_XAR},
        };
        const NameLocale names;
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto item =
                looked_into(archive_of(c.format, ARCHIVE_FILTER_NONE, two()));
            CAPTURE(item.detail);
            CHECK(item.obstacle == Obstacle::None);
            CHECK(tree(item) == both);
            REQUIRE(item.inside.size() == 2);
            CHECK(item.inside[0].type == FileType::Pe);
            CHECK(item.inside[0].size == program().size());
            CHECK(item.inside[1].type == FileType::Text);
        }
    }

    TEST_CASE("an image of a disc is read")
    {
        const auto item =
            looked_into(archive_of(ARCHIVE_FORMAT_ISO9660, ARCHIVE_FILTER_NONE,
                                   {{"run.exe", program()}, {"read.txt", "me"}}));
        CHECK(item.obstacle == Obstacle::None);
        CHECK(tree(item).find("run.exe\n") != std::string::npos);
        CHECK(tree(item).find("read.txt\n") != std::string::npos);
    }

    TEST_CASE("archives that others write are read")
    {
        struct Case {
            std::string name;
            std::string bytes;
        };
        const Case cases[] = {
            {"rar 4", test::rar4_of("run.exe", program())},
            {"rar 5", test::rar5_of("run.exe", program())},
            {"cab", test::cab_of("run.exe", program())},
            {"lha", test::lha_of("run.exe", program())},
            {"ar", test::ar_of("run.exe", program())},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto item = looked_into(c.bytes);
            CAPTURE(item.detail);
            CHECK(item.obstacle == Obstacle::None);
            CHECK(tree(item) == "run.exe\n");
            REQUIRE(item.inside.size() == 1);
            CHECK(item.inside[0].type == FileType::Pe);
            CHECK(item.inside[0].size == program().size());
        }
    }

    TEST_CASE("an archive in a compressed file is two deep")
    {
        const auto tar = archive_of(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                                    {{"run.exe", program()}});
        struct Case {
            std::string name;
            int filter;
        };
        const Case cases[] = {
            {"gz", ARCHIVE_FILTER_GZIP}, {"bz2", ARCHIVE_FILTER_BZIP2},
            {"xz", ARCHIVE_FILTER_XZ},   {"zst", ARCHIVE_FILTER_ZSTD},
            {"lz", ARCHIVE_FILTER_LZIP}, {"Z", ARCHIVE_FILTER_COMPRESS},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto name = "a.tar." + c.name;
            const auto item = looked_into(packed(c.filter, tar), name);
            CAPTURE(item.detail);
            CHECK(tree(item) == "a.tar\na.tar/run.exe\n");
            const auto zip = zip_of({{"run.exe", program()}});
            CHECK(tree(looked_into(packed(c.filter, zip), "b.zip." + c.name)) ==
                  "b.zip\nb.zip/run.exe\n");
            CHECK(tree(looked_into(packed(c.filter, "text"), "c." + c.name)) == "c\n");
        }
    }

    TEST_CASE("the name in a gzip file counts beside the one of the file")
    {
        auto bytes = packed(ARCHIVE_FILTER_GZIP, program());
        bytes[3] = '\x08';
        bytes.insert(10, std::string{"run.exe\0", 8});
        const auto item = looked_into(bytes, "order.pdf.gz");
        REQUIRE(item.inside.size() == 1);
        CHECK(item.inside[0].names == std::vector<std::string>{"order.pdf", "run.exe"});
        CHECK(item.inside[0].type == FileType::Pe);
    }

    TEST_CASE("archives are looked into to the depth that is allowed")
    {
        auto bytes = zip_of({{"run.exe", program()}});
        for (const auto* const name : {"4.zip", "3.zip", "2.zip", "1.zip"})
            bytes = zip_of({{name, bytes}});
        CHECK(tree(looked_into(bytes)) ==
              "1.zip\n1.zip/2.zip\n1.zip/2.zip/3.zip\n1.zip/2.zip/3.zip/4.zip\n"
              "1.zip/2.zip/3.zip/4.zip/run.exe\n");
        const auto item = looked_into(zip_of({{"0.zip", bytes}}));
        CHECK(tree(item).ends_with("/4.zip: too deep\n"));
    }

    TEST_CASE("mail and archives may be inside of each other")
    {
        const auto zip = zip_of({{"run.exe", "#!/bin/sh\n"}});
        const std::string mail =
            "From: a@example.net\nSubject: x\nMIME-Version: 1.0\n"
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
            "Content-Type: application/zip; name=in.zip\n\n" +
            zip + "\n--b--\n";
        const auto item =
            looked_into(packed(ARCHIVE_FILTER_GZIP,
                               archive_of(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                                          {{"letter.eml", mail}})),
                        "a.tgz");
        CHECK(tree(item) ==
              "a.tar\na.tar/letter.eml\na.tar/letter.eml/-\n"
              "a.tar/letter.eml/in.zip\na.tar/letter.eml/in.zip/run.exe\n");
    }

    TEST_CASE("a file in the text of a message inside is found")
    {
        const std::string mail = "From: a@example.net\nSubject: x\n\nhello\n"
                                 "begin 644 run.exe\n#0V%T\n`\nend\n";
        const auto item = looked_into(zip_of({{"letter.eml", mail}}));
        CHECK(tree(item) == "letter.eml\nletter.eml/-\nletter.eml/run.exe\n");
    }

    TEST_CASE("what needs a password is told, with the names that are known")
    {
        test::ZipMember locked{"run.exe", program()};
        locked.local.flags = locked.central.flags = 1;
        CHECK(tree(looked_into(zip_of({locked}))) == "run.exe: encrypted\n");
        struct Case {
            std::string name;
            std::string bytes;
        };
        const Case cases[] = {
            {"rar 5, headers", test::rar5_encrypted_headers()},
            {"rar 5, a file", test::rar5_of_encrypted("run.exe", program())},
            {"rar 4, a file", test::rar4_of("run.exe", program(), 4)},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto item = looked_into(c.bytes);
            CAPTURE(item.detail);
            CAPTURE(tree(item));
            CHECK((item.obstacle == Obstacle::Encrypted ||
                   tree(item) == "run.exe: encrypted\n"));
        }
    }

    TEST_CASE("a link, a device and a way out are names and nothing else")
    {
        const auto item =
            looked_into(archive_of(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                                   {{"../../etc/x", "text"},
                                    {"/etc/y", "text"},
                                    {"link", "", "/etc/passwd"},
                                    {"link/through", "text"}}));
        CHECK(tree(item) == "../../etc/x\n/etc/y\nlink\nlink/through\n");
        CHECK(item.inside[2].size == 0);
    }

    TEST_CASE("an archive behind something else is ambiguous, and looked into")
    {
        const auto item =
            looked_into("GIF89a" + std::string(100, '\1') + zip_of({{"run.exe", "x"}}));
        CHECK(item.obstacle == Obstacle::Ambiguous);
        CHECK(tree(item) == "run.exe\n");
    }

    TEST_CASE("a tar archive that ends with a zip archive is itself")
    {
        const auto item = looked_into(
            archive_of(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                       {{"a.txt", "text"}, {"in.zip", zip_of({{"run.exe", "x"}})}}));
        CHECK(item.obstacle == Obstacle::None);
        CHECK(tree(item) == "a.txt\nin.zip\nin.zip/run.exe\n");
    }

    TEST_CASE("what cannot be read is broken, whatever format it is of")
    {
        const NameLocale names;
        std::string archives[] = {
            archive_of(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, two()),
            archive_of(ARCHIVE_FORMAT_XAR, ARCHIVE_FILTER_NONE, two()),
            packed(ARCHIVE_FILTER_GZIP, program()),
            packed(ARCHIVE_FILTER_XZ, program()),
            packed(ARCHIVE_FILTER_ZSTD, program()),
            test::rar5_of("run.exe", program())};
        for (auto& bytes : archives) {
            bytes.resize(bytes.size() * 2 / 3);
            CAPTURE(bytes.substr(0, 4));
            CHECK(is_hindered(looked_into(bytes)));
        }
    }
}

} // namespace mailreeve::unpack
