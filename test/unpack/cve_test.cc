// Holes that others had in looking into archives, each as a file of its kind.
#include "mailreeve/attachment/worker_pool.hh"
#include "test/support/archive_writer.hh"
#include "test/support/enclosed.hh"
#include "test/support/ole_writer.hh"
#include "test/support/stored_archives.hh"
#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"

#include <doctest/doctest.h>

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace mailreeve::unpack {

using attachment::Obstacle;

namespace {

attachment::UnpackSettings settings()
{
    attachment::UnpackSettings settings;
    settings.worker = UNPACK_PROGRAM;
    settings.workers = 1;
    return settings;
}

std::vector<std::string> one_of_each()
{
    const std::vector<test::ArchiveMember> two{{"run.exe", "MZ"}, {"a.txt", "text"}};
    std::vector<std::string> all{
        test::rar4_of("run.exe", "MZ"), test::rar5_of("run.exe", "MZ"),
        test::cab_of("run.exe", "MZ"),  test::lha_of("run.exe", "MZ"),
        test::ar_of("run.exe", "MZ"),   test::zip_of({{"run.exe", "MZ"}})};
    for (const int format : {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FORMAT_XAR,
                             ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_CPIO_SVR4_NOCRC})
        all.push_back(test::archive_of(format, ARCHIVE_FILTER_NONE, two));
    for (const int filter :
         {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
          ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZIP})
        all.push_back(test::packed(filter, "text"));
    return all;
}

} // namespace

TEST_SUITE("unpack CVEs")
{
    TEST_CASE("CVE-2016-7166: gzip in gzip without end is too deep")
    {
        std::string bytes = "x";
        for (int i = 0; i < 30; ++i)
            bytes = test::packed(ARCHIVE_FILTER_GZIP, bytes);
        CHECK(tree(looked_into(bytes)).ends_with("-: too deep\n"));
    }

    TEST_CASE("CVE-2019-12625: entries that share their bytes are ambiguous")
    {
        test::ZipFile file;
        file.members = {{"a", "content"}, {"a", "content"}};
        file.members[1].shift = -static_cast<std::int64_t>(
            test::ZipFile::local_header(file.members[0].local).size() + 7);
        CHECK(looked_into(file.bytes()).obstacle == Obstacle::Ambiguous);
    }

    TEST_CASE("CVE-2023-2868: a name that a shell would run is a name")
    {
        const std::string name = "'`touch here`'$(id).txt";
        const auto item = looked_into(test::archive_of(
            ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, {{name, "text"}}));
        CHECK(tree(item) == name + "\n");
    }

    TEST_CASE("CVE-2024-20290: a compound file whose chains end nowhere is read")
    {
        const auto whole = test::OleWriter{{{"Workbook", "x"}}}.bytes();
        for (std::size_t at = 0; at < 1'024; at += 4) {
            auto bytes = whole;
            bytes.replace(at, 4, test::little(0x00ffffff, 4));
            CHECK_NOTHROW(static_cast<void>(looked_into(bytes)));
        }
    }

    TEST_CASE("CVE-2025-5916, CVE-2025-5918: formats that mail does not need stay shut")
    {
        const std::string others[] = {"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n",
                                      "#mtree\na.txt type=file contents=/etc/passwd\n"};
        for (const auto& bytes : others)
            CHECK(looked_into(bytes).inside.empty());
    }

    TEST_CASE("CVE-2025-59031: a link in a document is not followed")
    {
        test::ZipFile file;
        file.members = {{"[Content_Types].xml", "<Types/>"},
                        {"word/document.xml", "/etc/passwd"}};
        auto bytes = file.bytes();
        const auto at = bytes.rfind("word/document.xml");
        bytes.replace(at - 8, 4, test::little(0xa1ff0000, 4)); // as a link
        const auto item = looked_into(bytes);
        REQUIRE(item.inside.size() == 2);
        CHECK(item.inside[1].size == 11);
    }

    TEST_CASE("CVE-2023-7102: a number's format in a workbook is not evaluated")
    {
        const std::string run = R"([>touch("here")]0)";
        const std::string plain(run.size(), '0');
        // [MS-XLS] 2.4.126: a Format record.
        const auto workbook = [](const std::string& format) {
            const auto record =
                test::little(164, 2) + test::little(format.size(), 2) + '\0' + format;
            return test::OleWriter{
                {{"Workbook",
                  test::little(0x041e, 2) + test::little(record.size(), 2) + record}}}
                .bytes();
        };
        const auto sheet = [](const std::string& format) {
            return test::zip_of(
                {{"[Content_Types].xml", "<Types/>"},
                 {"xl/styles.xml", "<numFmt formatCode='" + format + "'/>"}});
        };
        using Make = std::function<std::string(const std::string&)>;
        for (const auto& make : {Make{workbook}, Make{sheet}}) {
            const auto item = looked_into(make(run));
            CHECK_FALSE(is_hindered(item));
            CHECK(attachment::encoded(item) ==
                  attachment::encoded(looked_into(make(plain))));
        }
    }

    TEST_CASE("CVE-2018-1000877, CVE-2025-5914, CVE-2025-5915, CVE-2025-5917, "
              "CVE-2026-4111, CVE-2026-4424, CVE-2026-4426, CVE-2026-5121, "
              "CVE-2026-14164, CVE-2026-15028, CVE-2026-16517: damaged archives leave "
              "the pool as it was")
    {
        attachment::WorkerPool pool{settings()};
        std::size_t count = 0;
        for (const auto& whole : one_of_each())
            for (std::size_t at = 0; at < whole.size() && at < 200; ++at) {
                auto bytes = whole;
                bytes[at] = static_cast<char>(~static_cast<unsigned char>(bytes[at]));
                test::EnclosedBytes file{bytes};
                static_cast<void>(pool.look_into(file.enclosed()));
                ++count;
            }
        test::EnclosedBytes good{test::zip_of({{"run.exe", "MZ"}})};
        CHECK(pool.look_into(good.enclosed()).inside.size() == 1);
        std::printf("%zu damaged archives, %llu workers lost\n", count,
                    static_cast<unsigned long long>(pool.counters().replaced));
    }
}

} // namespace mailreeve::unpack
