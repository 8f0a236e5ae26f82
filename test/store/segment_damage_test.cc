#include "mailreeve/store/segments.hh"

#include "test/store/segment_ground.hh"

#include <doctest/doctest.h>

#include <array>
#include <fstream>

namespace mailreeve::store {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Ground = SegmentGround;

namespace {

constexpr std::array<const char*, 3> later_steps{
    note_steps[0], note_steps[1], "ALTER TABLE notes ADD COLUMN later INTEGER"};
constexpr std::array<Schema, 1> later_notes{Schema{"notes", later_steps}};

void spoil(const fs::path& path, std::streamoff at, std::size_t size)
{
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(at);
    file << std::string(size, '\xa5');
}

} // namespace

TEST_SUITE("store")
{
    TEST_CASE("a segment that cannot be read makes a search incomplete, not shorter")
    {
        struct Case {
            const char* name;
            void (*hurt)(const fs::path& file);
            const char* why;
        };
        const Case cases[] = {
            {"no database", [](const fs::path& f) { std::ofstream{f} << "Dear admin"; },
             "not a database"},
            {"zeroed pages", [](const fs::path& f) { spoil(f, 4096, 4096); },
             "malformed"},
            {"readable by others",
             [](const fs::path& f) { fs::permissions(f, fs::perms{0644}); }, "0600"},
            {"a link",
             [](const fs::path& f) {
                 fs::rename(f, f.parent_path() / "elsewhere");
                 fs::create_symlink(f.parent_path() / "elsewhere", f);
             },
             "plain file"},
            {"of a later mailreeve",
             [](const fs::path& f) {
                 Database later{f};
                 migrate(later, later_notes);
             },
             "later mailreeve"},
            {"of another program",
             [](const fs::path& f) {
                 fs::remove(f);
                 Database{f}.run("CREATE TABLE theirs(x)");
             },
             "another program"},
            {"set aside", [](const fs::path& f) { set_aside(f); }, "set aside"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Ground ground;
            const auto now = ground.clock.wall();
            for (int day = 0; day < 3; ++day)
                ground.write("n", now + day * 24h);
            ground.close();
            c.hurt(ground.file("2026-11-19.db"));
            SearchEnd end;
            CHECK(ground.words(&end).size() == 2);
            CHECK_FALSE(end.complete);
            CAPTURE(end.why);
            CHECK(end.why.find(c.why) != std::string::npos);
            CHECK(end.why.find("2026-11-19.db") != std::string::npos);
            CHECK(ground.segments().read(now, [](Database&) {}) == SearchEnd{});
        }
    }

    TEST_CASE("a row that its reader does not allow makes a search incomplete")
    {
        Ground ground;
        ground.write("much too long", ground.clock.wall());
        const auto end = ground.segments().search([](Database& database) {
            auto rows = database.prepared("SELECT words FROM notes").rows();
            while (rows.next())
                (void)rows.text(0, 3);
            return Go::On;
        });
        CHECK_FALSE(end.complete);
    }

    TEST_CASE("a directory that cannot be read makes a search incomplete")
    {
        Ground ground;
        ground.write("n", ground.clock.wall());
        fs::rename(ground.directory(), ground.state() / "elsewhere");
        std::ofstream{ground.directory()} << "in its place";
        SearchEnd end;
        CHECK(ground.words(&end).empty());
        CHECK_FALSE(end.complete);
        const auto list = [&] { (void)ground.segments().list(); };
        CHECK(fault_of(list) == Fault::CannotOpen);
        CHECK(ground.write("n", ground.clock.wall())->fault == Fault::Unsafe);
        fs::remove(ground.directory());
        fs::rename(ground.state() / "elsewhere", ground.directory());
        CHECK(ground.writes("n", ground.clock.wall()));
    }

    TEST_CASE("a directory that is removed under it is made again by the next write")
    {
        Ground ground;
        ground.write("lost", ground.clock.wall());
        fs::remove_all(ground.directory());
        SearchEnd end;
        CHECK(ground.words(&end).empty());
        CHECK_FALSE(end.complete);
        CHECK(ground.writes("kept", ground.clock.wall()));
        CHECK(ground.words(&end) == Words{"kept"});
        CHECK(end.complete);
    }

    TEST_CASE("a damaged segment is set aside when it is opened to write")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("lost", now);
        ground.close();
        std::ofstream{ground.file("2026-11-18.db")} << "no database at all";
        CHECK(ground.writes("goes on", now));
        const auto told = ground.told.words.copy();
        REQUIRE(told.size() == 1);
        CHECK(told[0].find("2026-11-18.db.damaged-1") != std::string::npos);
        SearchEnd end;
        CHECK(ground.words(&end) == Words{"goes on"});
        CHECK_FALSE(end.complete); // what was in the old one is unknown
        CHECK(ground.segments().expire(now + 48h).size() == 2);
        CHECK(ground.words(&end).empty());
        CHECK(end.complete);
    }

    TEST_CASE(
        "a day of the past that a search found damaged is set aside as days expire")
    {
        struct Case {
            const char* name;
            void (*hurt)(const fs::path& file);
        };
        const Case cases[] = {
            {"no database",
             [](const fs::path& f) { std::ofstream{f} << "Dear admin"; }},
            {"zeroed pages", [](const fs::path& f) { spoil(f, 4096, 4096); }},
        };
        for (const auto& c : cases) {
            CAPTURE(std::string{c.name});
            Ground ground;
            const auto now = ground.clock.wall();
            ground.write("lost", now - 48h);
            ground.write("kept", now);
            ground.close();
            c.hurt(ground.file("2026-11-16.db"));
            CHECK(ground.segments().expire(now - 14 * 24h).empty());
            CHECK(ground.told.words.copy().empty()); // nobody has looked
            SearchEnd end;
            CHECK(ground.words(&end) == Words{"kept"});
            CHECK(ground.segments().expire(now - 14 * 24h).empty());
            CHECK_FALSE(fs::exists(ground.file("2026-11-16.db")));
            CHECK(fs::exists(ground.file("2026-11-16.db.damaged-1")));
            CHECK(ground.told.words.copy().size() == 1);
            CHECK(ground.words(&end) == Words{"kept"});
            CHECK_FALSE(end.complete); // what was in it is unknown
            CHECK(end.why.find("set aside") != std::string::npos);
            CHECK(ground.writes("a new one", now - 48h));
            CHECK(ground.segments().expire(now).size() == 2);
            CHECK(ground.words(&end) == Words{"kept"});
            CHECK(end.complete);
        }
    }

    TEST_CASE("what cannot be read for another reason stays where it is")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("n", now);
        ground.close();
        fs::permissions(ground.file("2026-11-18.db"), fs::perms{0644});
        SearchEnd end;
        ground.words(&end);
        CHECK_FALSE(end.complete);
        CHECK(ground.segments().expire(now - 24h).empty());
        CHECK(fs::exists(ground.file("2026-11-18.db")));
    }

    TEST_CASE("damage that is only met while writing is set aside then")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        for (int n = 0; n < 100; ++n)
            (void)ground.segments().commit(now, note(std::string(500, 'x')));
        ground.close();
        spoil(ground.file("2026-11-18.db"), 8192, 40'000); // tables are well
        CHECK(ground.writes("goes on", now));
        CHECK(ground.told.words.copy().size() == 2); // met, set aside
        CHECK(ground.words() == Words{"goes on"});
    }

    TEST_CASE("a segment that is removed while it is written is made again")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.write("lost", now);
        CHECK(ground.words() == Words{"lost"});
        fs::remove(ground.file("2026-11-18.db"));
        CHECK(ground.writes("kept", now));
        CHECK(ground.words() == Words{"kept"});
    }

    TEST_CASE("a segment of a later mailreeve is neither written nor set aside")
    {
        Ground ground;
        const auto now = ground.clock.wall();
        ground.plan.schemas = later_notes;
        ground.write("later", now);
        ground.close();
        ground.plan.schemas = notes;
        const auto prepare = [&] { ground.segments().prepare(now); };
        CHECK(fault_of(prepare) == Fault::Newer);
        CHECK(ground.write("no", now)->fault == Fault::Newer);
        CHECK(ground.writes("other day", now + 24h));
        ground.close();
        ground.plan.schemas = later_notes;
        CHECK(ground.words() == Words{"other day", "later"});
    }

    TEST_CASE("a segment of an earlier mailreeve is brought up to date when it is read")
    {
        Ground ground;
        ground.write("old", ground.clock.wall());
        ground.close();
        ground.plan.schemas = later_notes;
        const auto end = ground.segments().search([](Database& database) {
            auto rows = database.prepared("SELECT later FROM notes").rows();
            CHECK(rows.next());
            CHECK(rows.is_null(0));
            return Go::On;
        });
        CHECK(end == SearchEnd{});
    }

    TEST_CASE("the directory is made for its owner alone, and refused otherwise")
    {
        Ground ground;
        SUBCASE("made")
        {
            ground.segments();
            CHECK(fs::status(ground.directory()).permissions() == fs::perms{0700});
        }
        SUBCASE("open to others")
        {
            fs::create_directory(ground.directory());
            fs::permissions(ground.directory(), fs::perms{0750});
            CHECK(fault_of([&] { ground.segments(); }) == Fault::Unsafe);
        }
        SUBCASE("a link")
        {
            fs::create_directory(ground.state() / "real");
            fs::permissions(ground.state() / "real", fs::perms{0700});
            fs::create_directory_symlink(ground.state() / "real", ground.directory());
            CHECK(fault_of([&] { ground.segments(); }) == Fault::Unsafe);
        }
        SUBCASE("a file")
        {
            std::ofstream{ground.directory()} << "x";
            CHECK(fault_of([&] { ground.segments(); }) == Fault::Unsafe);
        }
        SUBCASE("nothing above it")
        {
            CHECK(fault_of([&] {
                      const Segments segments{ground.state() / "none" / "ledger",
                                              ground.plan, ground.told.tell()};
                  }) == Fault::CannotOpen);
        }
    }
}

} // namespace mailreeve::store
