#include "mailreeve/crypto/master_keys.hh"

#include "mailreeve/crypto/key_refused.hh"
#include "test/crypto/refusal.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::crypto {

using test::TemporaryDirectory;

namespace {

constexpr WallTime at(std::int64_t unix_seconds)
{
    return WallTime{std::chrono::seconds{unix_seconds}};
}

} // namespace

TEST_SUITE("crypto")
{
    TEST_CASE("the newest master key encrypts, and all of them are found")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        CHECK(MasterKeys::load(directory)->newest() == nullptr);
        const auto old = add_first_key(directory, master_key_family(), at(1000));
        REQUIRE(old);
        CHECK_FALSE(add_first_key(directory, master_key_family(), at(1001)));
        const auto made = add_key(directory, master_key_family(), at(2000), at(2000));
        const auto keys = MasterKeys::load(directory);
        CHECK(keys->keys().size() == 2);
        REQUIRE(keys->newest() != nullptr);
        CHECK(keys->newest()->id == made.id);
        REQUIRE(keys->find(old->id) != nullptr);
        CHECK(equal(keys->find(old->id)->secret.bytes(), old->secret.bytes()));
        CHECK(keys->find("00000000") == nullptr);
        CHECK(std::filesystem::exists(directory / ("archive-" + old->id + ".key")));
    }

    TEST_CASE("keys of another purpose are not master keys")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        static constexpr KeyFamily stamps{"stamp-", 9, "", ""};
        add_first_key(directory, stamps, at(1000));
        CHECK(MasterKeys::load(directory)->keys().empty());
        CHECK(add_first_key(directory, master_key_family(), at(1000)));
    }

    TEST_CASE("a master key that cannot be used is told with what it means")
    {
        const TemporaryDirectory state;
        const auto directory = state / "keys";
        const auto key = add_first_key(directory, master_key_family(), at(1000));
        REQUIRE(key);
        const auto file = directory / key_file_name(master_key_family(), key->id);
        std::filesystem::permissions(file, std::filesystem::perms{0600});
        std::ofstream{file, std::ios::trunc} << "";
        const auto told = test::refusal([&] { MasterKeys::load(directory); });
        CAPTURE(told);
        CHECK(told.find(file.string() + " is empty") != std::string::npos);
        CHECK(told.find("put it back from a backup") != std::string::npos);
        CHECK(told.find("rm " + file.string()) != std::string::npos);
    }
}

} // namespace mailreeve::crypto
