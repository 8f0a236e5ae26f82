#include "mailreeve/store/segment.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::store {

namespace chrono = std::chrono;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST_SUITE("store")
{
    TEST_CASE("a segment is named after its day or month of UTC")
    {
        struct Case {
            WallTime when;
            const char* day = nullptr;
            const char* month = nullptr;
        };
        const auto midnight = chrono::sys_days{2026y / 11 / 22};
        const Case cases[] = {
            {midnight, "2026-11-22.db", "2026-11.db"},
            {midnight + 24h - 1ns, "2026-11-22.db", "2026-11.db"},
            {midnight - 1ns, "2026-11-21.db", "2026-11.db"},
            {chrono::sys_days{2024y / 2 / 29} + 12h, "2024-02-29.db", "2024-02.db"},
            {chrono::sys_days{2027y / 1 / 1} - 1s, "2026-12-31.db", "2026-12.db"},
            {chrono::sys_days{1969y / 12 / 31} + 1h, "1969-12-31.db", "1969-12.db"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.day);
            const auto day = segment_of(c.when, Period::Day);
            const auto month = segment_of(c.when, Period::Month);
            CHECK(day.name == c.day);
            CHECK(month.name == c.month);
            CHECK(day.ends - day.begins == 24h);
            CHECK(day.begins <= c.when);
            CHECK(c.when < day.ends);
            CHECK(month.begins <= day.begins);
            CHECK(day.ends <= month.ends);
            CHECK(segment_file(fs::path{"dir"} / c.day, Period::Day)->segment == day);
            CHECK(segment_file(c.month, Period::Month)->segment == month);
        }
        CHECK(segment_of(chrono::sys_days{2024y / 2 / 3}, Period::Month).ends ==
              chrono::sys_days{2024y / 3 / 1});
    }

    TEST_CASE("only what the store names itself is a file of a segment")
    {
        using Part = SegmentFile::Part;
        struct Case {
            const char* name = nullptr;
            std::optional<Part> day;
        };
        const Case cases[] = {
            {"2026-11-22.db", Part::Database},
            {"2026-11-22.db-wal", Part::Log},
            {"2026-11-22.db-shm", Part::Log},
            {"2026-11-22.db.damaged-1", Part::Damaged},
            {"2026-11-22.db.damaged-9-wal", Part::Log},
            {"2026-11-22.db.damaged-0", {}},
            {"2026-11-22.db.damaged-10", {}},
            {"2026-11-22.db.damaged-", {}},
            {"2026-11-22.db.bak", {}},
            {"2026-11-22.db-journal", {}},
            {"2026-11-22.DB", {}},
            {"2026-11-22", {}},
            {"2026-02-29.db", {}}, // no such day
            {"2026-13-01.db", {}},
            {"2026-00-01.db", {}},
            {"2026-1-22.db", {}},
            {"02026-11-22.db", {}},
            {"2026/11/22.db", {}},
            {"2026-11-2\xd9\xa3.db", {}},
            {"-2026-11-22.db", {}},
            {"2026-11-22.db ", {}},
            {"2026-11.db", {}},
            {"state.db", {}},
            {"", {}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto file = segment_file(c.name, Period::Day);
            CHECK(file.has_value() == c.day.has_value());
            if (file && c.day)
                CHECK(file->part == *c.day);
        }
        CHECK_FALSE(segment_file("2026-11-22.db", Period::Month).has_value());
        CHECK(segment_file("2026-11.db-wal", Period::Month)->part == Part::Log);
    }

    TEST_CASE("the files of segments are listed newest first")
    {
        const test::TemporaryDirectory state;
        for (const auto* name : {"2026-11-09.db", "2026-11-22.db", "2025-12-31.db",
                                 "2026-11-22.db-wal", "notes.txt"})
            std::ofstream{state / name} << "x";
        std::error_code error;
        std::vector<std::string> names;
        for (const auto& file : segment_files(state.path(), Period::Day, error))
            if (file.part == SegmentFile::Part::Database)
                names.push_back(file.path.filename());
        CHECK_FALSE(error);
        CHECK(names == std::vector<std::string>{"2026-11-22.db", "2026-11-09.db",
                                                "2025-12-31.db"});
        CHECK(segment_files(state / "none", Period::Day, error).empty());
        CHECK(error);
    }
}

} // namespace mailreeve::store
