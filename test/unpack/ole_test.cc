#include "test/support/ole_writer.hh"
#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"
#include "unpack/ole_file.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Obstacle;
using test::little;
using test::OleMember;
using test::OleWriter;

namespace {

attachment::Item look(std::vector<OleMember> members)
{
    const auto bytes = OleWriter{std::move(members)}.bytes();
    return looked_into(bytes);
}

std::string record(unsigned kind, const std::string& content)
{
    return little(kind, 2) + little(content.size(), 2) + content;
}

std::string workbook(char sheet_kind)
{
    const std::string sheet = little(0, 4) + '\0' + sheet_kind + "\1" + '\0' + "A";
    return record(0x809, std::string(16, '\0')) + record(0x85, sheet) +
           record(0x0a, "");
}

std::string package()
{
    const std::string rest = std::string{"\2\0", 2} + "order.pdf" + '\0' +
                             "C:\\x\\run.exe" + '\0' + little(0x30000, 4) +
                             little(4, 4) + "tmp" + '\0' + little(4, 4) + "MZ\x90\x01";
    return little(rest.size(), 4) + rest;
}

std::string wide(const std::string& text)
{
    std::string bytes;
    for (const char c : text)
        bytes += std::string{c} + '\0';
    return bytes;
}

} // namespace

TEST_SUITE("unpack ole")
{
    TEST_CASE("macros are known by their storages")
    {
        CHECK_FALSE(look({{"WordDocument", std::string(32, '\0')}}).macros);
        CHECK(look({{"Macros", "", true}, {"VBA", "", true, 1}}).macros);
        CHECK(look({{"_VBA_PROJECT_CUR", "", true}}).macros);
        CHECK(look({{"ObjectPool", "", true}, {"_VBA_PROJECT", "code", false, 1}})
                  .macros);
    }

    TEST_CASE("sheets of old Excel macros are known by their kind")
    {
        CHECK(look({{"Workbook", workbook('\1')}}).macros);
        CHECK(look({{"Book", workbook('\1')}}).macros);
        CHECK_FALSE(look({{"Workbook", workbook('\0')}}).macros);
    }

    TEST_CASE("what needs a password is told")
    {
        CHECK(look({{"EncryptedPackage", "x"}}).obstacle == Obstacle::Encrypted);
        CHECK(look({{"Workbook", record(0x2f, "key")}}).obstacle ==
              Obstacle::Encrypted);
        const auto word = std::string(10, '\0') + little(0x0100, 2);
        CHECK(look({{"WordDocument", word}}).obstacle == Obstacle::Encrypted);
        CHECK(look({{"WordDocument", std::string(12, '\0')}}).obstacle ==
              Obstacle::None);
    }

    TEST_CASE("an installer is known by its class")
    {
        OleWriter writer{{{"x", "y"}}};
        writer.root_class =
            std::string{"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", 16};
        CHECK(looked_into(writer.bytes()).type == FileType::Msi);
    }

    TEST_CASE("a packaged file is found under all its names")
    {
        const auto item =
            look({{"ObjectPool", "", true}, {"\1Ole10Native", package(), false, 1}});
        REQUIRE(item.inside.size() == 1);
        CHECK(item.inside[0].names ==
              std::vector<std::string>{"order.pdf", "C:\\x\\run.exe", "tmp"});
        CHECK(item.inside[0].size == 4);
    }

    TEST_CASE("attachments of an Outlook message are found")
    {
        const auto zip = test::zip_of({{"run.exe", "MZ"}});
        const auto item = look({
            {"__attach_version1.0_#00000000", "", true},
            {"__substg1.0_3707001F", wide("order.zip"), false, 1},
            {"__substg1.0_37010102", zip, false, 1},
            {"__substg1.0_37010102", "of the message itself", false, 0},
        });
        REQUIRE(item.inside.size() == 1);
        CHECK(item.inside[0].names[0].starts_with("order.zip"));
        CHECK(item.inside[0].size >= zip.size());
    }

    TEST_CASE("a file whose chains lead in a circle is read to an end")
    {
        auto bytes = OleWriter{{{"Workbook", workbook('\1')}}}.bytes();
        for (std::size_t at = 512; at + 4 <= 1'024; at += 4)
            bytes.replace(at, 4, little(1, 4)); // all lead to the directory
        CHECK(OleFile::parse(bytes, 1'000));
        CHECK_NOTHROW(static_cast<void>(looked_into(bytes)));
    }

    TEST_CASE("a file cut short anywhere is read without harm")
    {
        const auto bytes = OleWriter{{{"\1Ole10Native", package()}}}.bytes();
        for (std::size_t size = 0; size < bytes.size(); size += 31) {
            const auto cut = bytes.substr(0, size);
            CHECK_NOTHROW(static_cast<void>(looked_into(cut)));
        }
        CHECK_FALSE(OleFile::parse("", 10));
        CHECK_FALSE(OleFile::parse(bytes.substr(0, 100), 10));
    }
}

} // namespace mailreeve::unpack
