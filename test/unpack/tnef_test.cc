#include "test/support/corpus.hh"
#include "test/support/tnef_writer.hh"
#include "test/unpack/looked_into.hh"
#include "test/unpack/ytnef_leaks.hh"
#include "unpack/tnef_attachments.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;
using test::tnef_attribute;
using test::tnef_data;
using test::tnef_of;
using test::tnef_properties;
using test::tnef_renddata;
using test::tnef_title;
using test::wide;

namespace {

constexpr std::uint32_t long_filename = 0x3707001f; // as PtypString
constexpr std::uint32_t display_name = 0x3001001e;
constexpr std::uint32_t data_binary = 0x37010102;
constexpr std::uint32_t data_object = 0x3701000d;

std::string program()
{
    return "MZ" + std::string(58, '\0') + test::little(64, 4) +
           std::string{"PE\0\0", 4} + std::string(100, '\0');
}

bool is_broken(const Item& item)
{
    return item.obstacle == Obstacle::Broken ||
           std::ranges::any_of(item.inside, is_broken);
}

using Names = std::vector<std::string>;

struct Sound {
    std::string what;
    std::string attributes;
    Names names; // of the program in it
};

std::vector<Sound> sound_ones()
{
    const auto swapped = tnef_renddata() + tnef_data(program()) + tnef_title("run.exe");
    auto wrong_sum = tnef_data(program());
    wrong_sum.back() = '\x7f';
    const auto mapi = tnef_properties({{long_filename, wide("run.exe")},
                                       {display_name, "a letter"},
                                       {data_binary, program()}});
    return {
        {"in order",
         tnef_renddata() + tnef_title("run.exe") + tnef_data(program()),
         {"run.exe"}},
        {"the data before the name", swapped, {"run.exe"}},
        {"a wrong checksum",
         tnef_renddata() + tnef_title("run.exe") + wrong_sum,
         {"run.exe"}},
        {"no rendering data",
         tnef_title("run.exe") + tnef_data(program()),
         {"run.exe"}},
        {"bytes at the end", swapped + "\r\n", {"run.exe"}},
        {"MAPI alone", tnef_renddata() + mapi, {"run.exe", "a letter"}},
        {"two names",
         tnef_renddata() + tnef_title("a.txt") + mapi,
         {"run.exe", "a.txt", "a letter"}},
        {"an attribute that nobody knows",
         tnef_renddata() + tnef_attribute('\2', 0x12345678, "x") + mapi,
         {"run.exe", "a letter"}},
    };
}

} // namespace

TEST_SUITE("unpack tnef")
{
    TEST_CASE("attachments in TNEF are found, and what is in them")
    {
        const auto zip = test::zip_of({{"run.exe", "MZ"}});
        const auto item = looked_into(tnef_of("order.zip", zip), "winmail.dat");
        CHECK(item.obstacle == Obstacle::None);
        CHECK(tree(item) == "order.zip\norder.zip/run.exe\n");
    }

    TEST_CASE("a program in TNEF is found with all its names, however it is written")
    {
        for (const auto& c : sound_ones()) {
            CAPTURE(c.what);
            const auto item = looked_into(tnef_of(c.attributes));
            CHECK_FALSE(is_hindered(item));
            REQUIRE(item.inside.size() == 1);
            CHECK(item.inside[0].type == FileType::Pe);
            CHECK(item.inside[0].names == c.names);
        }
    }

    TEST_CASE("a program in a message in TNEF is found")
    {
        const auto inner = tnef_of("run.exe", program());
        const auto item = looked_into(
            tnef_of(tnef_renddata() +
                    tnef_properties({{display_name, "hello example.com"},
                                     {data_object, std::string(16, 'i') + inner}})));
        CHECK_FALSE(is_hindered(item));
        CHECK(tree(item) == "hello example.com.msg\nhello example.com.msg/run.exe\n");
    }

    TEST_CASE("of two contents of one attachment both are told")
    {
        const auto item = looked_into(
            tnef_of(tnef_renddata() + tnef_title("a.txt") + tnef_data("only a text") +
                    tnef_properties({{data_binary, program()}})));
        REQUIRE(item.inside.size() == 2);
        CHECK(item.inside[0].size == 11);
        CHECK(item.inside[1].type == FileType::Pe);
        CHECK(item.inside[1].names == Names{"a.txt"});
    }

    TEST_CASE("properties of every kind are passed on the way to a name")
    {
        using test::little;
        const std::string guid(16, 'g');
        const std::string kinds[] = {
            little(0x0e200003, 4) + little(7, 4),
            little(0x30070040, 4) + little(7, 8),
            little(0x00011002, 4) + little(2, 4) + little(1, 4) + little(2, 4),
            little(0x0001101e, 4) + little(2, 4) + little(1, 4) + "a\0\0\0" +
                std::string(3, '\0') + little(0, 4),
            little(0x80010003, 4) + guid + little(0, 4) + little(9, 4) + little(7, 4),
            little(0x80010048, 4) + guid + little(1, 4) + little(6, 4) + wide("id") +
                std::string(2, '\0') + guid,
        };
        for (const auto& kind : kinds) {
            CAPTURE(&kind - kinds);
            const auto list = little(2, 4) + kind + little(display_name, 4) +
                              little(1, 4) + little(2, 4) + "me";
            const auto read = read_tnef(
                tnef_of(tnef_renddata() + tnef_attribute('\2', 0x00069005, list)));
            CHECK(read.whole);
            REQUIRE(read.attachments.size() == 1);
            CHECK(read.attachments[0].names[0].utf8 == "me");
        }
    }

    TEST_CASE("TNEF that ends early is broken, and what stands in front is told")
    {
        const auto whole = tnef_of("order.zip", program());
        for (std::size_t cut = 1; cut < 100; cut += 7) {
            CAPTURE(cut);
            const auto item = looked_into(whole.substr(0, whole.size() - cut));
            CHECK(item.obstacle == Obstacle::Broken);
            REQUIRE(item.inside.size() == 1);
            CHECK(item.inside[0].type == FileType::Pe);
        }
    }

    TEST_CASE("properties that lie about their length leave the TNEF not whole")
    {
        using test::little;
        const std::string lists[] = {
            "",
            "abc",
            little(1, 4),
            little(2, 4) + little(0x0e200003, 4) + "abcd",
            little(1, 4) + little(display_name, 4) + little(1, 4) + little(~0U, 4),
            little(1, 4) + little(display_name, 4) + little(~0U, 4),
            little(1, 4) + little(0x300100ff, 4) + "abcd"};
        for (const auto& list : lists) {
            CAPTURE(&list - lists);
            CHECK_FALSE(
                read_tnef(tnef_of(tnef_attribute('\2', 0x00069005, list))).whole);
        }
    }

    TEST_CASE("an attachment of too many names or contents is told as far as it goes")
    {
        for (const bool names : {true, false}) {
            CAPTURE(names);
            std::string attributes;
            for (int i = 0; i < 100; ++i)
                attributes += names ? tnef_title(std::to_string(i))
                                    : tnef_data(std::to_string(i));
            const auto item = looked_into(tnef_of(attributes));
            CHECK(item.obstacle == Obstacle::TooMany);
            CHECK(item.inside.size() == (names ? 1 : max_tnef_contents));
        }
    }

    TEST_CASE("no sound TNEF that others wrote is broken" *
              doctest::skip(!test::has_corpus()))
    {
        std::map<std::string, std::size_t> counts;
        const auto folder = test::corpus_root() / "attachments";
        for (const auto& file : std::filesystem::recursive_directory_iterator{folder}) {
            if (file.path().extension() != ".tnef")
                continue;
            CAPTURE(file.path().string());
            const auto item = looked_into(
                test::CorpusFile{file.path().string(), {}}.bytes(), "winmail.dat");
            CHECK(item.type == FileType::Tnef);
            CHECK_FALSE(is_broken(item));
            MESSAGE(file.path().filename().string(), ":\n", tree(item));
            counts[file.path().filename().string()] = item.inside.size();
        }
        CHECK(counts.size() >= 9);
    }
}

} // namespace mailreeve::unpack
