#include "mailreeve/quarantine/held_files.hh"

#include "test/quarantine/ground.hh"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::quarantine {

namespace fs = std::filesystem;
using store::Fault;
using store::StoreError;

namespace {

std::optional<Fault> fault_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const StoreError& error) {
        return error.fault();
    }
    return std::nullopt;
}

} // namespace

TEST_SUITE("quarantine")
{
    TEST_CASE("a directory that is missing holds nothing")
    {
        const Ground ground;
        CHECK_FALSE(HeldFiles::open(ground.directory()));
    }

    TEST_CASE("a directory that others could change is refused")
    {
        Ground ground;
        const auto directory = ground.directory();
        SUBCASE("open to others")
        {
            fs::create_directory(directory);
            fs::permissions(directory, fs::perms{0750});
        }
        SUBCASE("a link")
        {
            fs::create_directory(ground.state / "elsewhere");
            fs::permissions(ground.state / "elsewhere", fs::perms{0700});
            fs::create_directory_symlink(ground.state / "elsewhere", directory);
        }
        SUBCASE("a file")
        {
            std::ofstream{directory} << "x";
        }
        const auto make = [&] { HeldFiles::make(directory); };
        const auto open = [&] { (void)HeldFiles::open(directory); };
        const auto start = [&] { ground.quarantine(); };
        CHECK(fault_of(make) == Fault::Unsafe);
        CHECK(fault_of(open) == Fault::Unsafe);
        CHECK(fault_of(start) == Fault::Unsafe);
    }

    TEST_CASE("a directory of another user is refused" *
              doctest::skip(::geteuid() != 0))
    {
        Ground ground;
        fs::create_directory(ground.directory());
        fs::permissions(ground.directory(), fs::perms{0700});
        REQUIRE(::chown(ground.directory().c_str(), 54321, 54321) == 0);
        const auto open = [&] { (void)HeldFiles::open(ground.directory()); };
        CHECK(fault_of(open) == Fault::Unsafe);
    }

    TEST_CASE("a file that is no plain one of ours is not read")
    {
        Ground ground;
        const auto id = ground.id_now();
        REQUIRE(ground.keep(id) == "");
        const auto name = *FileName::parse(id + ".mrq");
        const auto file = ground.directory() / name.text();
        const auto read = [&] {
            (void)ground.quarantine().files().read(name, *ground.keys.copy());
        };
        CHECK_FALSE(fault_of(read));
        SUBCASE("a link")
        {
            fs::rename(file, ground.state / "moved");
            fs::create_symlink(ground.state / "moved", file);
        }
        SUBCASE("two names")
        {
            fs::create_hard_link(file, ground.state / "second");
        }
        SUBCASE("open to others")
        {
            fs::permissions(file, fs::perms{0644});
        }
        SUBCASE("a pipe")
        {
            fs::remove(file);
            REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        }
        SUBCASE("a directory")
        {
            fs::remove(file);
            fs::create_directory(file);
        }
        CHECK(fault_of(read) == Fault::Unsafe);
        CHECK(fs::exists(fs::symlink_status(file))); // and not set aside
    }

    TEST_CASE("a link that waits under a name is not followed when that is written")
    {
        Ground ground;
        ground.quarantine();
        const auto id = ground.id_now();
        fs::create_symlink(ground.state / "victim", ground.directory() / (id + ".mrq"));
        CHECK(ground.keep(id, "text") == "");
        CHECK_FALSE(fs::exists(ground.state / "victim"));
        CHECK(ground.message(id + "-2.mrq") == "text");
    }

    TEST_CASE("one that is gone is told as such")
    {
        Ground ground;
        ground.quarantine();
        const auto read = [&] {
            (void)ground.quarantine().files().read(
                *FileName::parse(ground.id_now() + ".mrq"), *ground.keys.copy());
        };
        CHECK(fault_of(read) == Fault::CannotOpen);
    }
}

} // namespace mailreeve::quarantine
