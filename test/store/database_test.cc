#include "mailreeve/store/database.hh"
#include "mailreeve/store/sound.hh"
#include "mailreeve/store/transaction.hh"

#include "test/store/notes.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::store {

using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

Opening impatient()
{
    Opening opening;
    opening.patience = std::chrono::milliseconds{1};
    return opening;
}

void overwrite(const fs::path& path, std::streamoff at, const std::string& bytes)
{
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(at);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// A file whose rows lie on many pages, closed and with its log played in.
void fill(const fs::path& path)
{
    auto database = open_notes(path);
    Transaction transaction{database};
    for (int n = 0; n < 200; ++n)
        write_note(database, std::string(500, 'x'));
    transaction.commit();
}

// A child that writes two notes a transaction until it is killed; says each commit.
[[noreturn]] void write_until_killed(const fs::path& path, int told)
{
    Opening opening;
    opening.durability = Durability::Full;
    auto database = open_notes(path, opening);
    for (;;) {
        Transaction transaction{database};
        write_note(database, "one");
        write_note(database, "two");
        transaction.commit();
        if (::write(told, ".", 1) != 1)
            ::_exit(1);
    }
}

// Whether another process would see that the file is open: the shared lock that SQLite
// keeps on 510 bytes after its pending byte (SQLite, "File Locking", 5).
bool is_held(const fs::path& path)
{
    const auto child = ::fork(); // locks are not inherited
    if (child == 0) {
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        lock.l_start = 0x40000002;
        lock.l_len = 510;
        const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        const bool asked = ::fcntl(fd, F_GETLK, &lock) == 0;
        ::_exit(asked && lock.l_type == F_RDLCK ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

} // namespace

TEST_SUITE("store")
{
    TEST_CASE("a database stays locked when this process opens it once more")
    {
        const TemporaryDirectory state;
        auto writer = open_notes(state / "a.db");
        write_note(writer, "in the log");
        REQUIRE(is_held(state / "a.db"));
        Opening reading;
        reading.access = Access::ReadOnly;
        CHECK(fault_of([&] {
                  Database{state / "none.db", reading};
              }) == Fault::CannotOpen);
        {
            Database reader{state / "a.db", reading};
            CHECK(count_notes(reader) == 1);
        }
        open_notes(state / "a.db");
        CHECK(is_held(state / "a.db"));
        CHECK(fs::exists(state / "a.db-wal"));
    }

    TEST_CASE("a database is made for its owner alone")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        write_note(database, "kept");
        for (const auto& file : fs::directory_iterator{state.path()}) {
            struct stat found {};
            REQUIRE(::stat(file.path().c_str(), &found) == 0);
            CAPTURE(file.path());
            CHECK((found.st_mode & 0777U) == 0600U);
        }
        CHECK(database.is_in_place());
    }

    TEST_CASE("a database is refused where others could reach it")
    {
        const TemporaryDirectory state;
        open_notes(state / "good.db");
        SUBCASE("open directory")
        {
            fs::permissions(state.path(), fs::perms{0750});
            CHECK(fault_of([&] { Database{state / "a.db"}; }) == Fault::Unsafe);
        }
        SUBCASE("open file")
        {
            fs::permissions(state / "good.db", fs::perms{0640});
            CHECK(fault_of([&] { Database{state / "good.db"}; }) == Fault::Unsafe);
        }
        SUBCASE("symbolic link")
        {
            fs::create_symlink(state / "good.db", state / "a.db");
            CHECK(fault_of([&] { Database{state / "a.db"}; }) == Fault::Unsafe);
        }
        SUBCASE("second hard link")
        {
            fs::create_hard_link(state / "good.db", state / "a.db");
            CHECK(fault_of([&] { Database{state / "a.db"}; }) == Fault::Unsafe);
        }
        SUBCASE("no directory")
        {
            CHECK(fault_of([&] { Database{state / "none" / "a.db"}; }) ==
                  Fault::CannotOpen);
        }
        SUBCASE("a directory instead of a file")
        {
            fs::create_directory(state / "a.db");
            CHECK(fault_of([&] { Database{state / "a.db"}; }) == Fault::CannotOpen);
        }
    }

    TEST_CASE("what is opened to read cannot be written and is not made")
    {
        const TemporaryDirectory state;
        Opening reading;
        reading.access = Access::ReadOnly;
        CHECK(fault_of([&] {
                  Database{state / "a.db", reading};
              }) == Fault::CannotOpen);
        auto writer = open_notes(state / "a.db");
        write_note(writer, "kept");
        Database reader{state / "a.db", reading};
        CHECK(count_notes(reader) == 1);
        CHECK(fault_of([&] { write_note(reader, "no"); }) == Fault::ReadOnly);
        migrate(reader, notes); // has nothing to do, so it writes nothing
    }

    TEST_CASE("a lock that another holds ends in busy, and nothing is lost")
    {
        const TemporaryDirectory state;
        auto first = open_notes(state / "a.db");
        auto second = open_notes(state / "a.db", impatient());
        {
            const Transaction held{first};
            CHECK(fault_of([&] { Transaction{second}; }) == Fault::Busy);
            CHECK(count_notes(second) == 0); // readers go on
        }
        Transaction transaction{second};
        write_note(second, "late");
        transaction.commit();
        CHECK(count_notes(first) == 1);
    }

    TEST_CASE("a transaction that goes without commit leaves nothing")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        {
            const Transaction transaction{database};
            write_note(database, "gone");
        }
        CHECK(count_notes(database) == 0);
    }

    TEST_CASE("a file that has reached its bound is full until there is room")
    {
        const TemporaryDirectory state;
        Opening small;
        small.max_bytes = std::int64_t{64} * 1024;
        auto database = open_notes(state / "a.db", small);
        const auto fill_up = [&] {
            Transaction transaction{database};
            for (int n = 0; n < 1000; ++n)
                write_note(database, std::string(1000, 'x'));
            transaction.commit();
        };
        CHECK(fault_of(fill_up) == Fault::Full);
        CHECK(count_notes(database) == 0);
        write_note(database, "there is room for this");
        CHECK(count_notes(database) == 1);
    }

    TEST_CASE("damage is found")
    {
        struct Case {
            const char* name;
            std::streamoff at;
            std::string bytes;
        };
        const Case cases[] = {
            {"zeroed header", 0, std::string(100, '\0')},
            {"text file", 0, "Dear administrator, this is no database at all ..."},
            {"pages", 8192, std::string(40'000, '\xa5')},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const TemporaryDirectory state;
            fill(state / "a.db");
            overwrite(state / "a.db", c.at, c.bytes);
            std::vector<SetAside> told;
            auto database = open_sound(state / "a.db", {}, notes,
                                       [&](const SetAside& s) { told.push_back(s); });
            REQUIRE(told.size() == 1);
            CHECK(told[0].moved_to == state / "a.db.damaged-1");
            CHECK(fs::exists(told[0].moved_to));
            CHECK(count_notes(database) == 0);
            write_note(database, "mail goes on");
        }
    }

    TEST_CASE("a truncated file is set aside, a truncated log keeps what was played in")
    {
        const TemporaryDirectory state;
        int told = 0;
        const auto tell = [&](const SetAside&) { ++told; };
        fill(state / "a.db");
        fs::resize_file(state / "a.db", fs::file_size(state / "a.db") / 2);
        open_sound(state / "a.db", {}, notes, tell);
        CHECK(told == 1);

        fill(state / "b.db");
        {
            auto open = open_notes(state / "b.db");
            write_note(open, "only in the log");
            fs::copy(state / "b.db", state / "c.db");
            fs::copy(state / "b.db-wal", state / "c.db-wal");
        }
        fs::resize_file(state / "c.db-wal", 1000);
        auto database = open_sound(state / "c.db", {}, notes, tell);
        CHECK(count_notes(database) == 200);
        CHECK(told == 1);
    }

    TEST_CASE("no more damaged files are kept than the bound says")
    {
        const TemporaryDirectory state;
        for (int n = 0; n < max_set_aside + 2; ++n) {
            std::ofstream{state / "a.db"} << "no database " << n;
            set_aside(state / "a.db");
        }
        const auto files = std::distance(fs::directory_iterator{state.path()}, {});
        CHECK(files == max_set_aside);
    }

    TEST_CASE("a file that was removed or replaced is noticed")
    {
        const TemporaryDirectory state;
        auto database = open_notes(state / "a.db");
        fs::rename(state / "a.db", state / "b.db");
        CHECK_FALSE(database.is_in_place());
        open_notes(state / "a.db");
        CHECK_FALSE(database.is_in_place());
    }

    TEST_CASE("a killed writer leaves whole transactions, and all it was told of")
    {
        const TemporaryDirectory state;
        int told[2] = {-1, -1};
        REQUIRE(::pipe(told) == 0);
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0)
            write_until_killed(state / "a.db", told[1]);
        ::close(told[1]);
        char dots[20];
        std::int64_t commits = 0;
        while (commits < 20)
            commits += ::read(told[0], dots, sizeof dots - 1);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(told[0]);

        auto database = open_notes(state / "a.db");
        CHECK(count_notes(database) >= 2 * commits);
        CHECK(count_notes(database) % 2 == 0);
        CHECK_FALSE(database.damage().has_value());
    }
}

} // namespace mailreeve::store
