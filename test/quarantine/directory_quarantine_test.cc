#include "mailreeve/quarantine/directory_quarantine.hh"

#include "mailreeve/crypto/key_refused.hh"
#include "test/quarantine/ground.hh"
#include "test/support/flip.hh"
#include "test/support/small_files.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::quarantine {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

std::string bytes_in(const fs::path& file)
{
    std::ostringstream bytes;
    bytes << std::ifstream{file, std::ios::binary}.rdbuf();
    return bytes.str();
}

void overwrite(const fs::path& file, const std::string& bytes)
{
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

} // namespace

TEST_SUITE("quarantine")
{
    TEST_CASE("what was kept lies in one file of the id, for us alone")
    {
        Ground ground;
        const auto id = ground.id_now();
        REQUIRE(ground.keep(id, "the message") == "");
        CHECK(ground.entries() == std::vector{id + ".mrq"});
        struct stat info {};
        REQUIRE(::lstat((ground.directory() / (id + ".mrq")).c_str(), &info) == 0);
        CHECK((info.st_mode & 07777U) == 0600);
        CHECK(ground.message(id + ".mrq") == "the message");
        CHECK(ground.quarantine().look(*FileName::parse(id + ".mrq")) ==
              test::held(id));
        const auto counts = ground.quarantine().counts();
        CHECK(counts.messages == 1);
        CHECK(counts.kept == 1);
        CHECK(counts.bytes == static_cast<std::uint64_t>(info.st_size));
    }

    TEST_CASE("a second message of one transaction does not replace the first")
    {
        Ground ground;
        const auto id = ground.id_now();
        CHECK(ground.keep(id, "one") == "");
        CHECK(ground.keep(id, "two") == "");
        CHECK(ground.keep(id, "three") == "");
        CHECK(ground.message(id + ".mrq") == "one");
        CHECK(ground.message(id + "-2.mrq") == "two");
        CHECK(ground.message(id + "-3.mrq") == "three");
    }

    TEST_CASE("an id that is none names no file")
    {
        Ground ground;
        for (const auto* const id :
             {"", "../../../../etc", "/etc/passwd", "1b7k0q2m9xw3t",
              "1B7K0Q2M9XW3T.mrq", "..", "1B7K0Q2/9XW3T"})
            CHECK(ground.keep(id) == "it has no id of ours");
        CHECK(ground.entries().empty());
    }

    TEST_CASE("no word of a message can be found on the disk")
    {
        Ground ground;
        const auto message = test::long_message(300'000);
        REQUIRE(ground.keep(ground.id_now(), message) == "");
        std::size_t files = 0;
        for (const auto& entry :
             fs::recursive_directory_iterator{ground.state.path()}) {
            if (!entry.is_regular_file())
                continue;
            ++files;
            const auto bytes = bytes_in(entry.path());
            CHECK(bytes.find("secret line") == std::string::npos);
            CHECK(bytes.find("alice") == std::string::npos);
        }
        CHECK(files == 1);
    }

    TEST_CASE("bounds are met before anything is written")
    {
        Ground ground;
        const auto why = [&](const Settings& settings, std::size_t size) {
            ground.quarantine().set_settings(settings);
            return ground.keep(ground.id_now(), std::string(size, 'x'));
        };
        CHECK(why({.min_free = {0}, .max_message = {1000}}, 1001)
                  .starts_with("too large"));
        CHECK(why({.max_size = {2000}, .min_free = {0}}, 3000).starts_with("quota"));
        CHECK(
            why({.min_free = {1'000'000'000'000'000'000}}, 1).starts_with("no space"));
        CHECK(why({.min_free = {0}, .max_messages = 0}, 1).starts_with("quota"));
        CHECK(ground.entries().empty());
        const auto counts = ground.quarantine().counts();
        CHECK(counts.not_kept == 4);
        CHECK(counts.bytes == 0);
        CHECK(counts.messages == 0);
        CHECK(why({.max_size = {2000}, .min_free = {0}}, 500) == "");
        CHECK(why({.max_size = {2000}, .min_free = {0}}, 500).starts_with("quota"));
    }

    TEST_CASE("a disk that takes no more leaves nothing behind, and is tried again")
    {
        Ground ground;
        REQUIRE(ground.keep(ground.id_now(1), "before") == "");
        const auto before = ground.quarantine().counts();
        for (const rlim_t most : {0U, 10U, 48U, 1000U, 65536U, 131072U, 299'000U}) {
            CAPTURE(most);
            const test::SmallFiles small{most};
            CHECK(ground.keep(ground.id_now(2), std::string(300'000, 'x'))
                      .find("cannot write") != std::string::npos);
        }
        CHECK(ground.entries() == std::vector{ground.id_now(1) + ".mrq"});
        CHECK(ground.quarantine().counts().bytes == before.bytes);
        CHECK(ground.quarantine().counts().messages == 1);
        CHECK(ground.keep(ground.id_now(2), std::string(300'000, 'x')) == "");
    }

    TEST_CASE("a directory that cannot be written keeps nothing" *
              doctest::skip(::geteuid() == 0))
    {
        Ground ground;
        ground.quarantine();
        fs::permissions(ground.directory(), fs::perms{0500});
        CHECK(ground.keep(ground.id_now()) != "");
        fs::permissions(ground.directory(), fs::perms{0700});
        CHECK(ground.keep(ground.id_now()) == "");
    }

    TEST_CASE("what a dead process left half done is gone at the start")
    {
        Ground ground;
        const auto id = ground.id_now();
        REQUIRE(ground.keep(id, "x") == "");
        const auto left = unfinished_name(*Id::parse(id));
        overwrite(ground.directory() / left, "half");
        overwrite(ground.directory() / "README", "somebody's");
        CHECK(ground.quarantine().files().names().size() == 1);
        ground.close();
        ground.quarantine();
        CHECK(ground.entries() == std::vector<std::string>{id + ".mrq", "README"});
        CHECK(ground.quarantine().counts().messages == 1);
        CHECK(ground.quarantine().counts().bytes ==
              fs::file_size(ground.directory() / (id + ".mrq")));
    }

    TEST_CASE("fifty threads keep their messages at the same time")
    {
        Ground ground;
        auto& quarantine = ground.quarantine();
        const auto id = ground.id_now(); // of all, so that they fight for names
        std::atomic<int> kept{0};
        {
            std::vector<std::jthread> threads;
            threads.reserve(50);
            for (int n = 0; n < 50; ++n)
                threads.emplace_back([&, n] {
                    quarantine.keep(test::held(id), "message " + std::to_string(n));
                    quarantine.keep(
                        test::held(ground.id_now(100U + static_cast<unsigned>(n))),
                        test::long_message(70'000));
                    ++kept;
                });
        }
        CHECK(kept == 50);
        const auto names = quarantine.files().names();
        CHECK(names.size() == 100);
        std::vector<std::string> messages;
        messages.reserve(names.size());
        for (const auto& name : names)
            messages.push_back(ground.message(name.text()).value_or("unreadable"));
        for (int n = 0; n < 50; ++n)
            CHECK(std::ranges::count(messages, "message " + std::to_string(n)) == 1);
        CHECK(std::ranges::count(messages, test::long_message(70'000)) == 50);
        std::uint64_t bytes = 0;
        for (const auto& entry : fs::directory_iterator{ground.directory()})
            bytes += entry.file_size();
        CHECK(quarantine.counts().bytes == bytes);
        CHECK(quarantine.counts().messages == 100);
    }

    TEST_CASE("a message goes when it is older than it may be")
    {
        Ground ground;
        auto& quarantine = ground.quarantine();
        ground.clock.advance(24h);
        const auto old = ground.id_now();
        CHECK(ground.keep(old) == "");
        CHECK(quarantine.expire().removed.empty());
        ground.clock.advance(13 * 24h);
        const auto young = ground.id_now();
        CHECK(ground.keep(young) == "");
        ground.clock.advance(24h);
        CHECK(quarantine.expire().removed.empty()); // to the second
        ground.clock.advance(1s);
        const auto expired = quarantine.expire();
        CHECK(expired.clock_believed);
        CHECK(expired.removed == std::vector{*FileName::parse(old + ".mrq")});
        CHECK(ground.entries() == std::vector{young + ".mrq"});
        CHECK(quarantine.counts().messages == 1);
        CHECK(quarantine.counts().bytes ==
              fs::file_size(ground.directory() / (young + ".mrq")));
    }

    TEST_CASE("a clock that jumps removes nothing")
    {
        Ground ground;
        auto& quarantine = ground.quarantine();
        CHECK(ground.keep(ground.id_now()) == "");
        ground.clock.jump_wall(30 * 24h);
        auto expired = quarantine.expire();
        CHECK_FALSE(expired.clock_believed);
        CHECK(expired.removed.empty());
        ground.clock.jump_wall(-30 * 24h); // put right before a day has passed
        ground.clock.advance(10min);
        CHECK_FALSE(quarantine.expire().clock_believed);
        ground.clock.advance(24h);
        expired = quarantine.expire();
        CHECK(expired.clock_believed);
        CHECK(expired.removed.empty());
        CHECK(ground.entries().size() == 1);
    }

    TEST_CASE("what others removed or added is counted when it is looked at")
    {
        Ground ground;
        CHECK(ground.keep(ground.id_now(1)) == "");
        CHECK(ground.keep(ground.id_now(2)) == "");
        fs::remove(ground.directory() / (ground.id_now(1) + ".mrq"));
        CHECK(ground.quarantine().counts().messages == 2);
        ground.quarantine().expire();
        CHECK(ground.quarantine().counts().messages == 1);
        CHECK(ground.quarantine().counts().bytes ==
              fs::file_size(ground.directory() / (ground.id_now(2) + ".mrq")));
    }

    TEST_CASE("a damaged file is set aside and told, and never removed in silence")
    {
        Ground ground;
        const auto id = ground.id_now();
        CHECK(ground.keep(id, "text") == "");
        const auto file = ground.directory() / (id + ".mrq");
        overwrite(file, test::with_bit_flipped(bytes_in(file), std::size_t{8} * 60));
        CHECK_FALSE(ground.message(id + ".mrq"));
        CHECK(ground.entries() == std::vector{id + ".mrq.damaged"});
        CHECK(ground.quarantine().counts().damaged == 1);
        CHECK(ground.quarantine().counts().messages == 1);
        auto heard = ground.heard.exchange({});
        REQUIRE(heard.size() == 1);
        CHECK(heard[0] == id +
                              ".mrq is damaged: it was cut, or its bytes have changed; "
                              "it was set aside as " +
                              id + ".mrq.damaged");
        ground.clock.advance(15 * 24h);
        CHECK(ground.quarantine().expire().removed.size() == 1);
        heard = ground.heard.exchange({});
        REQUIRE(heard.size() == 1);
        CHECK(heard[0].find(".damaged, which was damaged, was removed") !=
              std::string::npos);
    }

    TEST_CASE("a file under the name of another is damaged")
    {
        Ground ground;
        CHECK(ground.keep(ground.id_now(1), "one") == "");
        CHECK(ground.keep(ground.id_now(2), "two") == "");
        const auto one = ground.directory() / (ground.id_now(1) + ".mrq");
        const auto two = ground.directory() / (ground.id_now(2) + ".mrq");
        const auto bytes = bytes_in(one);
        overwrite(one, bytes_in(two));
        overwrite(two, bytes);
        CHECK_FALSE(ground.message(ground.id_now(1) + ".mrq"));
        CHECK_FALSE(ground.message(ground.id_now(2) + ".mrq"));
        CHECK(ground.quarantine().counts().damaged == 2);
    }

    TEST_CASE("a file whose key is missing stays where it is until the key is back")
    {
        Ground ground;
        const auto id = ground.id_now();
        CHECK(ground.keep(id, "text") == "");
        ground.keys.exchange(test::master_keys({"11111111"}));
        CHECK_FALSE(ground.message(id + ".mrq"));
        CHECK(ground.entries() == std::vector{id + ".mrq"});
        ground.keys.exchange(test::master_keys({"0a1b2c3d", "11111111"}));
        CHECK(ground.message(id + ".mrq") == "text");
        CHECK(ground.keep(ground.id_now(7), "newer") == ""); // by the newest key
        ground.keys.exchange(test::master_keys({"11111111"}));
        CHECK(ground.message(ground.id_now(7) + ".mrq") == "newer");
    }

    TEST_CASE("without a key nothing is kept")
    {
        Ground ground;
        ground.keys.exchange(test::master_keys({}));
        CHECK(ground.keep(ground.id_now()) == "there is no key");
        CHECK(ground.entries().empty());
    }

    TEST_CASE("the first key is made beside nothing, and never beside kept messages")
    {
        Ground ground;
        const auto keys =
            master_keys_at_start(ground.state.path(), ground.clock.wall());
        REQUIRE(keys->newest() != nullptr);
        CHECK(master_keys_at_start(ground.state.path(), ground.clock.wall())
                  ->newest()
                  ->id == keys->newest()->id);
        ground.keys.exchange(keys);
        CHECK(ground.keep(ground.id_now(), "text") == "");
        fs::remove_all(ground.state / "keys");
        try {
            master_keys_at_start(ground.state.path(), ground.clock.wall());
            FAIL("a key was made");
        } catch (const crypto::KeyRefused& refused) {
            CHECK(refused.problem().find((ground.state / "keys").string() +
                                         " holds no archive-*.key") == 0);
            CHECK(refused.mend().find("from a backup") != std::string::npos);
        }
        fs::remove_all(ground.directory());
        CHECK(master_keys_at_start(ground.state.path(), ground.clock.wall())->newest());
    }
}

} // namespace mailreeve::quarantine
