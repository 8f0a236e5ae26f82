#include "unpack/zip_directory.hh"

#include "test/support/zip_writer.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::unpack {

using test::little;
using test::zip_of;
using test::ZipFile;
using test::ZipMember;

namespace {

ZipFile two()
{
    ZipFile file;
    file.members = {{"good.txt", "harmless"}, {"dir/other.txt", "too"}};
    return file;
}

ZipDirectory read(const std::string& bytes)
{
    const auto directory = zip_directory(bytes, 10'000);
    REQUIRE(directory);
    return *directory;
}

std::string doubt(const ZipFile& file)
{
    const auto bytes = file.bytes();
    return read(bytes).doubt;
}

// With a data descriptor, as writers to a pipe make it.
ZipMember piped(const std::string& name, const std::string& content, bool is_signed)
{
    ZipMember member{name, content};
    member.behind = (is_signed ? std::string{"PK\x07\x08", 4} : std::string{}) +
                    little(member.central.crc, 4) + little(content.size(), 4) +
                    little(content.size(), 4);
    member.local.flags = member.central.flags = 8;
    member.local.crc = 0;
    member.local.packed = member.local.size = 0;
    return member;
}

using Names = std::vector<std::string>;

} // namespace

TEST_SUITE("zip directory")
{
    TEST_CASE("an honest file is read and not doubted")
    {
        const auto bytes = two().bytes();
        const auto directory = read(bytes);
        CHECK(directory.doubt.empty());
        CHECK(directory.broken.empty());
        CHECK_FALSE(directory.cut);
        REQUIRE(directory.entries.size() == 2);
        CHECK(directory.entries[0].names == Names{"good.txt"});
        CHECK(directory.entries[0].content == "harmless");
        CHECK(directory.entries[1].names == Names{"dir/other.txt"});
        CHECK(directory.entries[1].readable);
    }

    TEST_CASE("what honest writers do is not doubted")
    {
        auto commented = two();
        commented.comment = "made by somebody";
        auto marked = two();
        marked.members.push_back(piped("piped.txt", "from a pipe", true));
        auto bare = two();
        bare.members.push_back(piped("piped.txt", "from a pipe", false));
        auto aligned =
            two(); // as for Android: room in the extra field, a block between
        aligned.members[1].local.extra =
            little(0xd935, 2) + little(4, 2) + little(0, 4);
        aligned.between = std::string(500, '\0') + "APK Sig Block 42";
        auto times = two(); // Info-ZIP: the local field is longer
        times.members[0].local.extra = "UT" + little(9, 2) + std::string(9, 'x');
        times.members[0].central.extra = "UT" + little(5, 2) + std::string(5, 'x');
        auto inner = two();
        inner.members.emplace_back("in.zip", two().bytes());
        auto empty = two();
        empty.members.clear();
        for (const auto& file : {commented, marked, bare, aligned, times, inner, empty})
            CHECK(doubt(file) == "");
    }

    TEST_CASE("a local header with another name is told, and both names are")
    {
        auto file = two();
        file.members[0].central.name = "evil.exe";
        const auto bytes = file.bytes();
        const auto directory = read(bytes);
        CHECK(directory.doubt ==
              "the directory and a local header have different names");
        CHECK(directory.entries[0].names == Names{"evil.exe", "good.txt"});
    }

    // NOLINTNEXTLINE(readability-function-size): a table
    TEST_CASE("whatever two readers would see differently is doubted")
    {
        struct Case {
            const char* name;
            void (*change)(ZipFile&);
            const char* expected;
        };
        const Case cases[] = {
            {"size", [](ZipFile& f) { f.members[0].local.size += 1; },
             "different sizes"},
            {"packed", [](ZipFile& f) { f.members[0].local.packed = 2; },
             "different sizes"},
            {"checksum", [](ZipFile& f) { f.members[0].local.crc ^= 1U; },
             "different checksums"},
            {"method", [](ZipFile& f) { f.members[0].local.method = 8; },
             "different methods"},
            {"encrypted in one", [](ZipFile& f) { f.members[0].local.flags = 1; },
             "differ in encryption"},
            {"two entries of the same bytes",
             [](ZipFile& f) {
                 f.members[1].shift = -static_cast<std::int64_t>(
                     test::ZipFile::local_header(f.members[0].local).size() + 8);
                 f.members[1].central = f.members[0].central;
             },
             "overlap"},
            {"an entry within another",
             [](ZipFile& f) {
                 f.members[0].central.packed += 20;
                 f.members[0].local.packed += 20;
             },
             "overlap"},
            {"not in the directory", [](ZipFile& f) { f.members[1].listed = false; },
             "lacks"},
            {"the first is not in the directory",
             [](ZipFile& f) { f.members[0].listed = false; },
             "in front of the first entry"},
            {"no local header", [](ZipFile& f) { f.members[1].shift = 3; },
             "without its local header"},
            {"in front, counted", [](ZipFile& f) { f.front = "MZ and a program"; },
             "in front"},
            {"in front, not counted",
             [](ZipFile& f) {
                 f.front = "MZ and a program";
                 f.counts_front = false;
             },
             "in front"},
            {"behind", [](ZipFile& f) { f.trailing = "more"; }, "behind the end"},
            {"behind the directory", [](ZipFile& f) { f.after = "more"; },
             "ends early|between|behind"},
            {"a second file behind",
             [](ZipFile& f) {
                 f.trailing = zip_of({{"evil.exe", "MZ"}});
             },
             "in front"},
            {"a second file in the comment",
             [](ZipFile& f) {
                 f.comment = zip_of({{"evil.exe", "MZ"}});
             },
             "in front"},
            {"a second directory in the comment",
             [](ZipFile& f) {
                 f.comment = test::ZipFile::central_header(f.members[0].central, 0);
             },
             "records in the comment"},
            {"another directory in between",
             [](ZipFile& f) {
                 f.between = test::ZipFile::central_header(f.members[0].central, 0);
             },
             "another directory"},
            {"count too high", [](ZipFile& f) { f.count_more = 1; }, "as many"},
            {"count too low", [](ZipFile& f) { f.count_more = -1; }, "as many"},
            {"descriptor lies",
             [](ZipFile& f) {
                 f.members.push_back(piped("a.txt", "content", true));
                 f.members.back().behind[9] = 'x';
             },
             "descriptor"},
            {"NUL in a name",
             [](ZipFile& f) {
                 f.members[0].local.name = f.members[0].central.name =
                     std::string{"good.exe\0.txt", 13};
             },
             "several readings"},
            {"another name in an extra field",
             [](ZipFile& f) {
                 f.members[0].central.extra = little(0x7075, 2) + little(13, 2) + '\1' +
                                              little(0, 4) + "evil.exe";
             },
             "several readings"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto file = two();
            c.change(file);
            const auto found = doubt(file);
            CAPTURE(found);
            bool told = false;
            std::string_view rest{c.expected};
            while (!rest.empty()) {
                const auto word = rest.substr(0, rest.find('|'));
                told = told || found.find(word) != std::string::npos;
                rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            }
            CHECK(told);
        }
    }

    TEST_CASE("encrypted entries still have names")
    {
        auto file = two();
        file.members[0].local.flags = file.members[0].central.flags = 1;
        const auto bytes = file.bytes();
        const auto directory = read(bytes);
        CHECK(directory.doubt == "");
        CHECK(directory.entries[0].encrypted);
        CHECK(directory.entries[0].names == Names{"good.txt"});
        CHECK_FALSE(directory.entries[1].encrypted);
    }

    TEST_CASE("a name that is not UTF-8 is read as DOS wrote it, and kept as it is")
    {
        const auto bytes = zip_of({{"\x81"
                                    "bung.exe",
                                    ""}});
        CHECK(read(bytes).entries[0].names == Names{"\xc3\xbc"
                                                    "bung.exe",
                                                    "\x81"
                                                    "bung.exe"});
    }

    TEST_CASE("without an end record the local headers are read, and doubted")
    {
        auto bytes = two().bytes();
        bytes.resize(bytes.size() - 22);
        const auto directory = read(bytes);
        CHECK(directory.doubt == "it has no end record");
        CHECK(directory.entries.size() == 2);
    }

    TEST_CASE("more entries than wanted are not read")
    {
        const auto bytes = two().bytes();
        const auto directory = zip_directory(bytes, 1);
        REQUIRE(directory);
        CHECK(directory->cut);
        CHECK(directory->entries.size() == 1);
    }

    TEST_CASE("what is no ZIP file has no directory")
    {
        CHECK_FALSE(zip_directory("", 10));
        CHECK_FALSE(zip_directory("PK", 10));
        CHECK_FALSE(zip_directory(std::string(100'000, 'x'), 10));
    }

    TEST_CASE("a file cut short anywhere is read without harm, and never trusted")
    {
        const auto whole = two().bytes();
        for (std::size_t size = 4; size < whole.size(); ++size) {
            CAPTURE(size);
            const std::string bytes = whole.substr(0, size);
            const auto directory = zip_directory(bytes, 100);
            if (directory)
                CHECK((!directory->doubt.empty() || !directory->broken.empty()));
        }
    }

    TEST_CASE("an archive is known by its end behind whatever else")
    {
        const auto bytes = two().bytes();
        CHECK(ends_as_zip("%PDF-1.4 and more" + bytes, Behind::Nothing));
        CHECK_FALSE(ends_as_zip("%PDF-1.4 and more", Behind::Nothing));
        CHECK_FALSE(ends_as_zip(bytes + std::string(1'024, '\0'), Behind::Nothing));
        CHECK(ends_as_zip(bytes + std::string(1'024, '\0'), Behind::Anything));
    }
}

} // namespace mailreeve::unpack
