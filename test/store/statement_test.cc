#include "mailreeve/store/migrations.hh"
#include "mailreeve/store/statement.hh"

#include "test/store/notes.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::store {

using test::TemporaryDirectory;

TEST_SUITE("store")
{
    TEST_CASE("what is bound comes back byte for byte, whatever it looks like")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        const std::string hostile[] = {
            "'; DROP TABLE notes; --", "\" OR 1=1",    "%s%n",
            std::string{"a\0b", 3},    "\r\n.\r\n",    "\x1b[2J",
            "\xff\xfe not UTF-8",      "\xe2\x80\xae", "",
            std::string(65536, 'x'),
        };
        for (const auto& words : hostile)
            write_note(database, words);
        auto rows = database.prepared("SELECT words FROM notes ORDER BY id").rows();
        for (const auto& words : hostile) {
            REQUIRE(rows.next());
            CHECK(rows.text(0, 65536) == words);
        }
        CHECK_FALSE(rows.next());
    }

    TEST_CASE("a row that is not what its reader expects is refused")
    {
        const TemporaryDirectory state;
        Database database{state / "a.db"};
        Statement ask{database, "SELECT ?, ?, ?, ?"};
        const std::byte bytes[] = {std::byte{1}, std::byte{0}, std::byte{2}};
        auto rows = ask.rows(7, "words", Parameter::Blob{bytes}, std::nullopt);
        REQUIRE(rows.next());
        CHECK(rows.integer(0) == 7);
        CHECK(rows.integer(0, 7, 7) == 7);
        CHECK(rows.text(1, 5) == "words");
        CHECK(rows.blob(2, 3).size() == 3);
        CHECK(rows.is_null(3));
        CHECK_FALSE(rows.is_null(0));
        CHECK(fault_of([&] { rows.integer(1); }) == Fault::Content);
        CHECK(fault_of([&] { rows.integer(3); }) == Fault::Content);
        CHECK(fault_of([&] { rows.integer(0, 0, 6); }) == Fault::Content);
        CHECK(fault_of([&] { rows.text(0, 100); }) == Fault::Content);
        CHECK(fault_of([&] { rows.text(1, 4); }) == Fault::Content);
        CHECK(fault_of([&] { rows.blob(2, 2); }) == Fault::Content);
    }

    TEST_CASE("a statement can be run again after an error")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        Statement insert{database, "INSERT INTO notes(id, words) VALUES(?, ?)"};
        insert.run(1, "first");
        CHECK_THROWS_AS(insert.run(1, "again"), StoreError);
        insert.run(2, "second");
        CHECK(count_notes(database) == 2);
    }

    TEST_CASE("text that is not one statement is refused")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        for (const auto* sql : {"", "SELECT 1; SELECT 2", "SELEKT 1", "SELECT \"x\""}) {
            CAPTURE(sql);
            CHECK_THROWS_AS((Statement{database, sql}), StoreError);
        }
    }

    TEST_CASE("a prepared statement is kept")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        auto& first = database.prepared("SELECT 1");
        CHECK(&database.prepared("SELECT 1") == &first);
        auto moved = std::move(database);
        CHECK(&moved.prepared("SELECT 1") == &first);
        moved = open_notes(state / "b.db");
        CHECK(count_notes(moved) == 0);
    }

    TEST_CASE("tables are brought up to date from where the file is")
    {
        const TemporaryDirectory state;
        {
            Database old{state / "a.db"};
            const Schema first_step{"notes", std::span{note_steps}.first(1)};
            migrate(old, std::span{&first_step, 1});
            write_note(old, "from before");
        }
        auto database = open_notes(state / "a.db");
        auto rows = database.prepared("SELECT read FROM notes").rows();
        REQUIRE(rows.next());
        CHECK(rows.integer(0) == 0);
    }

    TEST_CASE("subjects share a file, each with its version")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        const char* const steps[] = {"CREATE TABLE hosts(name TEXT)"};
        const Schema both[] = {notes[0], {"hosts", steps}};
        migrate(database, both);
        migrate(database, both);
        auto rows = database.prepared("SELECT count(*) FROM subjects").rows();
        REQUIRE(rows.next());
        CHECK(rows.integer(0) == 2);
    }

    TEST_CASE("a step that fails leaves the file as it was")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        const char* const steps[] = {"CREATE TABLE hosts(name TEXT)",
                                     "CREATE TABLE notes(twice)"};
        const Schema broken[] = {{"hosts", steps}};
        CHECK_THROWS_AS(migrate(database, broken), StoreError);
        CHECK_THROWS_AS(database.run("SELECT * FROM hosts"), StoreError);
        const Schema good[] = {{"hosts", std::span{steps}.first(1)}};
        migrate(database, good);
    }

    TEST_CASE("a file of a later mailreeve is refused with a hint and left alone")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        write_note(database, "from the future");
        SUBCASE("a later subject")
        {
            database.run("UPDATE subjects SET version = 3");
        }
        SUBCASE("a later layout")
        {
            database.run("PRAGMA user_version=2");
        }
        try {
            migrate(database, notes);
            FAIL("it was accepted");
        } catch (const StoreError& error) {
            CHECK(error.fault() == Fault::Newer);
            CHECK(std::string{error.what()}.find("install that version again") !=
                  std::string::npos);
        }
        CHECK(count_notes(database) == 1);
    }

    TEST_CASE("another program's database is refused")
    {
        const TemporaryDirectory state;
        Database database{state / "a.db"};
        database.run("CREATE TABLE theirs(x)");
        CHECK_THROWS_AS(migrate(database, notes), StoreError);
    }
}

} // namespace mailreeve::store
