#include "mailreeve/crypto/key_directory.hh"

#include "mailreeve/crypto/key_file.hh"
#include "test/crypto/refusal.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::crypto {

using test::refusal;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

TEST_SUITE("crypto")
{
    TEST_CASE("a directory that is missing is none, until it is made")
    {
        const TemporaryDirectory place;
        const auto path = place / "keys";
        CHECK_FALSE(KeyDirectory::open(path));
        CHECK(KeyDirectory::make(path).path() == path);
        CHECK(KeyDirectory::open(path));
        CHECK_NOTHROW(KeyDirectory::make(path));
        CHECK_THROWS_AS(KeyDirectory::make(place / "none/keys"), std::system_error);
    }

    TEST_CASE("a directory that others may enter is refused")
    {
        const TemporaryDirectory place;
        const auto path = place / "keys";
        KeyDirectory::make(path);
        REQUIRE(::chmod(path.c_str(), 0750) == 0);
        CHECK(refusal([&] { KeyDirectory::open(path); }) ==
              path.string() + " is not for its owner alone (mode 0750) | chmod 0700 " +
                  path.string());
    }

    TEST_CASE("a link to a directory and a file are refused")
    {
        const TemporaryDirectory place;
        KeyDirectory::make(place / "elsewhere");
        fs::create_symlink("elsewhere", place / "keys");
        CHECK(refusal([&] {
                  KeyDirectory::open(place / "keys");
              }).find("is no directory, or a symbolic link") != std::string::npos);
        fs::remove(place / "keys");
        std::ofstream{place / "keys"} << "x";
        CHECK(refusal([&] {
                  KeyDirectory::make(place / "keys");
              }).find("is no directory, or a symbolic link") != std::string::npos);
    }

    TEST_CASE("names are sorted, filtered and bounded")
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        for (const auto* name :
             {"stamp-b.key", "stamp-a.key", "stamp-.key", ".stamp-c.key",
              "stamp-a.key.bak", "stamp", "key", "stamp.key"})
            std::ofstream{directory.path() / name} << "x";
        using Names = std::vector<std::string>;
        CHECK(directory.names("stamp-", ".key", 100) ==
              Names{"stamp-.key", "stamp-a.key", "stamp-b.key"});
        CHECK(directory.names("stamp-", ".key", 1).size() == 2);
        CHECK(directory.names("stamp-", ".key", 100).size() ==
              3); // from its start again
    }

    TEST_CASE("root makes keys for the owner of the state directory" *
              doctest::skip(::geteuid() != 0))
    {
        const TemporaryDirectory state;
        REQUIRE(::chown(state.path().c_str(), 54321, 54322) == 0);
        const auto directory = KeyDirectory::make(state / "keys");
        REQUIRE(write_key_file(directory, "a.key", make_stored_key({}, {})));
        for (const auto& path : {state / "keys", state / "keys/a.key"}) {
            struct stat info {};
            REQUIRE(::lstat(path.c_str(), &info) == 0);
            CAPTURE(path);
            CHECK(info.st_uid == 54321);
            CHECK(info.st_gid == 54322);
        }
        CHECK_NOTHROW(read_key_file(directory, "a.key"));
        CHECK(directory.owner_name() == "54321");
    }
}

} // namespace mailreeve::crypto
