#include "ctl/keys.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/crypto/master_keys.hh"
#include "test/ctl/output.hh"
#include "test/support/keys.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

using std::chrono::hours;
using std::chrono::seconds;
using test::at;

namespace {

constexpr auto now = at(1793000000); // 2026-10-26T07:33:20Z
constexpr seconds verify_for{100};

struct Stage {
    test::TemporaryDirectory state;
    std::filesystem::path directory = state / "keys";
    test::Output output;

    std::vector<bounce::KeyInfo> keys() const
    {
        return bounce::KeyRing::load(directory)->list();
    }
    bool told(const std::string& text) const
    {
        return output.out.str().find(text) != std::string::npos;
    }
    bool complained(const std::string& text) const
    {
        return output.err.str().find(text) != std::string::npos;
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("the first key is made once")
    {
        Stage stage;
        CHECK(init_keys(stage.state.path(), now, stage.output.console) == Exit::Ok);
        const auto keys = stage.keys();
        REQUIRE(keys.size() == 1);
        CHECK(keys.front().signs_from == now);
        CHECK(stage.told("made " + (stage.directory / "stamp-").string() +
                         keys.front().id + ".key\nsigns from 2026-10-26T07:33:20Z\n"));
        CHECK(init_keys(stage.state.path(), now, stage.output.console) ==
              Exit::CannotCreate);
        CHECK(stage.complained("holds a key already"));
        CHECK(stage.complained("mailreevectl keys rotate"));
        CHECK(stage.keys() == keys);
    }

    TEST_CASE("a rotated key takes over when it was told to, and what is left is told")
    {
        Stage stage;
        const auto first = bounce::add_key(stage.directory, now, now);
        CHECK(rotate_keys(stage.state.path(), now, hours{1}, stage.output.console) ==
              Exit::Ok);
        const auto keys = stage.keys();
        REQUIRE(keys.size() == 2);
        CHECK(keys[0] == first);
        CHECK(keys[1].signs_from == now + hours{1});
        CHECK(stage.told("signs from 2026-10-26T08:33:20Z\n"));
        CHECK(stage.told("copy it to the same place there before then"));
        CHECK(stage.told("mailreevectl reload"));
        test::Output at_once;
        CHECK(rotate_keys(stage.state.path(), now + seconds{5}, {}, at_once.console) ==
              Exit::Ok);
        CHECK(at_once.out.str().find("at once") != std::string::npos);
    }

    TEST_CASE("a key that is made in the same second takes over in the next")
    {
        Stage stage;
        for (int n = 0; n < 5; ++n) {
            bounce::add_key(stage.directory, now, now);
            CHECK(rotate_keys(stage.state.path(), now, {}, stage.output.console) ==
                  Exit::Ok);
            const auto ring = bounce::KeyRing::load(stage.directory);
            CHECK(ring->signing(now + seconds{n + 1}) == &ring->keys().back());
            CHECK(ring->keys().back().info().signs_from == now + seconds{1} * (n + 1));
        }
    }

    TEST_CASE("there is nothing to rotate without a key")
    {
        Stage stage;
        CHECK(rotate_keys(stage.state.path(), now, {}, stage.output.console) ==
              Exit::Configuration);
        CHECK(stage.complained("mailreevectl keys init"));
        CHECK(stage.keys().empty());
    }

    TEST_CASE("keys are listed with what they do, the newest first")
    {
        Stage stage;
        const auto over = bounce::add_key(stage.directory, now, now - seconds{500}).id;
        const auto old = bounce::add_key(stage.directory, now, now - seconds{200}).id;
        const auto signs = bounce::add_key(stage.directory, now, now - seconds{100}).id;
        const auto next = bounce::add_key(stage.directory, now, now + hours{1}).id;
        CHECK(list_keys(stage.state.path(), now, verify_for, stage.output.console) ==
              Exit::Ok);
        const auto created = "  2026-10-26T07:33:20Z  ";
        CHECK(stage.output.out.str() ==
              "ID        CREATED               SIGNS FROM            STATE\n" + next +
                  created + "2026-10-26T08:33:20Z  to come\n" + signs + created +
                  "2026-10-26T07:31:40Z  signs\n" + old + created +
                  "2026-10-26T07:30:00Z  verifies until 2026-10-26T07:33:20Z\n" + over +
                  created + "2026-10-26T07:25:00Z  over since 2026-10-26T07:31:40Z\n");
    }

    TEST_CASE("the keys of what is kept stand behind those of stamps")
    {
        Stage stage;
        bounce::add_key(stage.directory, now, now);
        const auto& family = crypto::master_key_family();
        const auto old = crypto::add_key(stage.directory, family, now, now);
        const auto young =
            crypto::add_key(stage.directory, family, now, now + seconds{5});
        CHECK(list_keys(stage.state.path(), now, verify_for, stage.output.console) ==
              Exit::Ok);
        CHECK(stage.told("\nARCHIVE KEY  CREATED               STATE\n" + young.id +
                         "     2026-10-26T07:33:20Z  encrypts\n" + old.id +
                         "     2026-10-26T07:33:20Z  decrypts\n"));
        test::Output listed;
        CHECK(list_keys(stage.state.path(), now, verify_for, listed.json) == Exit::Ok);
        CHECK(listed.out.str().find("\"state\": \"encrypts\"") != std::string::npos);
    }

    TEST_CASE("programs get keys as JSON")
    {
        Stage stage;
        CHECK(init_keys(stage.state.path(), now, stage.output.json) == Exit::Ok);
        CHECK(stage.told("\"signs_from\": \"2026-10-26T07:33:20Z\""));
        CHECK(stage.told("\"file\": \"" + (stage.directory / "stamp-").string()));
        test::Output listed;
        CHECK(list_keys(stage.state.path(), now, verify_for, listed.json) == Exit::Ok);
        const auto text = listed.out.str();
        CHECK(text.find("\"id\": \"" + stage.keys().front().id + '"') !=
              std::string::npos);
        CHECK(text.find("\"state\": \"signs\"") != std::string::npos);
        CHECK(text.find("\"verifies_until\": null") != std::string::npos);
    }

    TEST_CASE("an empty state has no keys, and how to make one is told")
    {
        Stage stage;
        CHECK(list_keys(stage.state.path(), now, verify_for, stage.output.console) ==
              Exit::Ok);
        CHECK(stage.told("ID "));
        CHECK(stage.complained("mailreevectl keys init"));
    }

    TEST_CASE("a key that cannot be used is told with what mends it")
    {
        Stage stage;
        const auto info = bounce::add_key(stage.directory, now, now);
        const auto file = stage.directory / bounce::key_file_name(info.id);
        REQUIRE(::chmod(file.c_str(), 0644) == 0);
        CHECK(list_keys(stage.state.path(), now, verify_for, stage.output.console) ==
              Exit::Configuration);
        CHECK(stage.complained("(mode 0644)"));
        CHECK(stage.complained("chmod 0400 " + file.string()));
        CHECK(rotate_keys(stage.state.path(), now, {}, stage.output.console) ==
              Exit::Configuration);
    }

    TEST_CASE("a state directory that is missing is told")
    {
        Stage stage;
        CHECK(init_keys(stage.state / "none", now, stage.output.console) ==
              Exit::CannotCreate);
        CHECK(stage.complained("No such file or directory"));
    }

    TEST_CASE("root leaves keys to the owner of the state directory" *
              doctest::skip(::geteuid() != 0))
    {
        Stage stage;
        REQUIRE(::chown(stage.state.path().c_str(), 54321, 54321) == 0);
        CHECK(init_keys(stage.state.path(), now, stage.output.console) == Exit::Ok);
        CHECK(rotate_keys(stage.state.path(), now, {}, stage.output.console) ==
              Exit::Ok);
        for (const auto& key : stage.keys()) {
            struct stat info {};
            const auto file = stage.directory / bounce::key_file_name(key.id);
            REQUIRE(::lstat(file.c_str(), &info) == 0);
            CHECK(info.st_uid == 54321);
            CHECK((info.st_mode & 07777U) == 0400);
        }
    }

    TEST_CASE("the state directory is that of the configuration")
    {
        Stage stage;
        const auto file = stage.state / "mailreeve.yaml";
        std::ofstream{file} << "state: " << stage.state.path().string() << '\n';
        CHECK(keys(file, {KeysVerb::Init, {}}, stage.output.console) == Exit::Ok);
        CHECK(keys(file, {KeysVerb::Rotate, "2h"}, stage.output.console) == Exit::Ok);
        CHECK(keys(file, {KeysVerb::List, {}}, stage.output.console) == Exit::Ok);
        const auto made = stage.keys();
        REQUIRE(made.size() == 2);
        CHECK(made[1].signs_from - made[1].created == hours{2});
        for (const auto* from :
             {"1", "2 h", "-1h", "367d", "x", "99999999999999999w"}) {
            CAPTURE(std::string{from});
            CHECK(keys(file, {KeysVerb::Rotate, from}, stage.output.console) ==
                  Exit::Usage);
        }
        CHECK(stage.keys().size() == 2);
    }
}

} // namespace mailreeve::ctl
