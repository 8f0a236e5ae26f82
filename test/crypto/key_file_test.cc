#include "mailreeve/crypto/key_file.hh"

#include "test/crypto/refusal.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::crypto {

using test::refusal;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

constexpr const char* name = "stamp-1a2b3c4d.key";

StoredKey sample()
{
    return make_stored_key(WallTime{std::chrono::seconds{1793000000}},
                           WallTime{std::chrono::seconds{1793000000}});
}

void replace(const fs::path& file, const std::string& content)
{
    fs::remove(file);
    std::ofstream{file} << content;
    fs::permissions(file, fs::perms::owner_read);
}

struct stat look(const fs::path& path)
{
    struct stat info {};
    REQUIRE(::lstat(path.c_str(), &info) == 0);
    return info;
}

} // namespace

TEST_SUITE("crypto")
{
    TEST_CASE("a key on disk is read as it was written, by its owner alone")
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        const auto key = sample();
        CHECK(write_key_file(directory, name, key));
        const auto read = read_key_file(directory, name);
        CHECK(write_key(read) == write_key(key));
        const auto info = look(directory.path() / name);
        CHECK((info.st_mode & 07777U) == 0400);
        CHECK(info.st_nlink == 1);
        CHECK(info.st_uid == directory.owner());
    }

    TEST_CASE("whatever the umask, a key is for its owner alone")
    {
        const TemporaryDirectory place;
        const auto before = ::umask(0777);
        const auto directory = KeyDirectory::make(place / "keys");
        CHECK(write_key_file(directory, name, sample()));
        ::umask(0);
        CHECK(write_key_file(directory, "stamp-2.key", sample()));
        ::umask(before);
        CHECK((look(directory.path()).st_mode & 07777U) == 0700);
        CHECK((look(directory.path() / name).st_mode & 07777U) == 0400);
        CHECK((look(directory.path() / "stamp-2.key").st_mode & 07777U) == 0400);
    }

    TEST_CASE("a key is never written over")
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        const auto first = sample();
        REQUIRE(write_key_file(directory, name, first));
        CHECK_FALSE(write_key_file(directory, name, sample()));
        CHECK(write_key(read_key_file(directory, name)) == write_key(first));
        CHECK(directory.names("", "", 100).size() == 3); // the key, "." and ".."
    }

    TEST_CASE("a removed key is gone, once")
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        REQUIRE(write_key_file(directory, name, sample()));
        CHECK(remove_key_file(directory, name));
        CHECK_FALSE(remove_key_file(directory, name));
    }

    TEST_CASE("a file that may not be used as a key tells why, and what mends it")
    {
        struct Case {
            const char* name;
            std::function<void(const fs::path&)> spoil;
            std::string problem; // after the path
            std::string mend;    // before the path
        };
        const Case cases[] = {
            {"others may read it", [](const auto& p) { ::chmod(p.c_str(), 0404); },
             "is not for its owner alone (mode 0404)", "chmod 0400 "},
            {"the group may read it", [](const auto& p) { ::chmod(p.c_str(), 0640); },
             "is not for its owner alone (mode 0640)", "chmod 0400 "},
            {"others may write it", [](const auto& p) { ::chmod(p.c_str(), 0602); },
             "is not for its owner alone (mode 0602)", "chmod 0400 "},
            {"set-user-id", [](const auto& p) { ::chmod(p.c_str(), 04400); },
             "is not for its owner alone (mode 4400)", "chmod 0400 "},
            {"a symbolic link",
             [](const auto& p) {
                 fs::rename(p, p.parent_path() / "other");
                 fs::create_symlink("other", p);
             },
             "is a symbolic link", "cp --remove-destination "},
            {"a link to nowhere",
             [](const auto& p) {
                 fs::remove(p);
                 fs::create_symlink("nowhere", p);
             },
             "is a symbolic link", "cp --remove-destination "},
            {"two names",
             [](const auto& p) { fs::create_hard_link(p, p.parent_path() / "other"); },
             "has 2 names", "find the others"},
            {"a directory",
             [](const auto& p) {
                 fs::remove(p);
                 fs::create_directory(p);
             },
             "is no regular file", "rm -r "},
            {"a pipe",
             [](const auto& p) {
                 fs::remove(p);
                 REQUIRE(::mkfifo(p.c_str(), 0400) == 0);
             },
             "is no regular file", "rm -r "},
            {"empty", [](const auto& p) { replace(p, ""); }, "is empty",
             "copy it again"},
            {"a default secret",
             [](const auto& p) {
                 replace(p, "mailreeve-key 1\nid 1a2b3c4d\ncreated 1\nsigns-from 1\n"
                            "secret " +
                                std::string(43, 'A') + "\n");
             },
             "has a secret of which all bytes are the same", "copy it again"},
            {"too large", [](const auto& p) { replace(p, std::string(4097, 'x')); },
             "is larger than 4096 bytes", "copy it again"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const TemporaryDirectory place;
            const auto directory = KeyDirectory::make(place / "keys");
            REQUIRE(write_key_file(directory, name, sample()));
            const auto path = directory.path() / name;
            c.spoil(path);
            const auto told =
                refusal([&] { read_key_file(directory, name, "copy it again"); });
            CAPTURE(told);
            CHECK(told.starts_with(path.string() + ' ' + c.problem));
            CHECK(told.find(" | " + c.mend) != std::string::npos);
        }
    }

    TEST_CASE("a copied key of mode 0600 will do")
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        REQUIRE(write_key_file(directory, name, sample()));
        REQUIRE(::chmod((directory.path() / name).c_str(), 0600) == 0);
        CHECK_NOTHROW(read_key_file(directory, name));
    }

    TEST_CASE("a key of another user is refused" * doctest::skip(::geteuid() != 0))
    {
        const TemporaryDirectory place;
        const auto directory = KeyDirectory::make(place / "keys");
        REQUIRE(write_key_file(directory, name, sample()));
        const auto path = directory.path() / name;
        REQUIRE(::chown(path.c_str(), 54321, 54321) == 0);
        const auto read = [&] { read_key_file(directory, name); };
        CHECK(refusal(read) ==
              path.string() + " belongs to 54321 | chown root " + path.string());
    }
}

} // namespace mailreeve::crypto
