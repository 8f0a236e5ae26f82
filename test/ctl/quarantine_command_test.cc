#include "ctl/quarantine_command.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/quarantine/directory_quarantine.hh"
#include "test/ctl/output.hh"
#include "test/support/fake_clock.hh"
#include "test/support/flip.hh"
#include "test/support/held.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

namespace fs = std::filesystem;

namespace {

std::string bytes_in(const fs::path& file)
{
    std::ostringstream bytes;
    bytes << std::ifstream{file, std::ios::binary}.rdbuf();
    return bytes.str();
}

// A state directory with a master key, as a daemon leaves it.
struct Stage {
    test::TemporaryDirectory state;
    test::FakeClock clock;
    test::Output output;

    std::string id(std::uint32_t random) const
    {
        return Id::from(clock.wall(), random).text();
    }

    fs::path directory() const { return quarantine::held_directory(state.path()); }

    std::string keep(const quarantine::Held& held, const std::string& message = "text")
    {
        const quarantine::Keys keys{
            quarantine::master_keys_at_start(state.path(), clock.wall())};
        quarantine::open_quarantine(state.path(), keys, {.min_free = {0}}, clock,
                                    [](const std::string&) {})
            ->keep(held, message);
        return held.id;
    }

    Exit list(const QuarantineFilter& filter = {})
    {
        return list_quarantine(state.path(), filter, output.console);
    }

    std::string told() { return output.out.str(); }
    bool tells(const std::string& text)
    {
        return told().find(text) != std::string::npos;
    }
    bool complains(const std::string& text)
    {
        return output.err.str().find(text) != std::string::npos;
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("kept messages are listed, the newest first")
    {
        Stage stage;
        const auto old = stage.keep(test::held(stage.id(1)), "1234567");
        stage.clock.advance(std::chrono::hours{1});
        auto held = test::held(stage.id(0));
        held.why = quarantine::Why::Held;
        held.at = stage.clock.wall();
        held.sender.clear();
        held.recipients = {"dave@example.net"};
        held.removed.clear();
        const auto young = stage.keep(held, "12");
        CHECK(stage.list() == Exit::Ok);
        const auto told = stage.told();
        CHECK(told.starts_with("ID             TIME                  WHY"));
        CHECK(told.find(young) < told.find(old));
        CHECK(stage.tells(young + "  2026-11-18T12:06:40Z  held      <>"));
        CHECK(stage.tells("courier@example.org  alice@example.net +1"));
        CHECK(stage.tells("Your parcel \xe2\x80\x93 978172"));
        CHECK(stage.tells("a program in an archive"));
        CHECK(stage.tells("  7     UPS_INVOICE_978172.zip/UPS_INVOICE_978172.exe: "
                          "programs\n"));
        CHECK(stage.output.err.str().empty());
    }

    TEST_CASE("a list can be of a sender or of a recipient alone")
    {
        Stage stage;
        const auto one = stage.keep(test::held(stage.id(1)));
        auto held = test::held(stage.id(2));
        held.sender = "Erin@Example.COM";
        held.recipients = {"dave@example.net"};
        held.others.clear();
        const auto two = stage.keep(held);
        struct Case {
            const char* name = nullptr;
            QuarantineFilter filter;
            bool first = false;
            bool second = false;
        };
        const Case cases[] = {
            {"all", {}, true, true},
            {"a part of a recipient", {"alice", ""}, true, false},
            {"who got it", {"carol@", ""}, true, false},
            {"in another case", {"DAVE", ""}, false, true},
            {"a sender", {"", "erin@example.com"}, false, true},
            {"both", {"dave", "courier"}, false, false},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            test::Output output;
            CHECK(list_quarantine(stage.state.path(), c.filter, output.console) ==
                  Exit::Ok);
            const auto told = output.out.str();
            CHECK((told.find(one) != std::string::npos) == c.first);
            CHECK((told.find(two) != std::string::npos) == c.second);
        }
    }

    TEST_CASE("programs get a line of JSON for each message")
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)), "12345");
        CHECK(list_quarantine(stage.state.path(), {}, stage.output.json) == Exit::Ok);
        CHECK(stage.told().find("{\"id\": \"" + id + "\"") == 0);
        CHECK(stage.tells("\"state\": \"whole\""));
        CHECK(stage.tells("\"why\": \"stripped\""));
        CHECK(stage.tells("\"size\": 5"));
        CHECK(stage.tells(
            "\"recipients\": [\"alice@example.net\", \"bob@example.net\"]"));
        CHECK(std::ranges::count(stage.told(), '\n') == 1);
    }

    TEST_CASE("nothing is kept where there is no quarantine")
    {
        Stage stage;
        CHECK(stage.list() == Exit::Ok);
        CHECK(stage.told().starts_with("ID  "));
        CHECK(show_quarantined(stage.state.path(), stage.id(1), stage.output.console) ==
              Exit::NoInput);
        CHECK(export_quarantined(stage.state.path(), stage.id(1), {},
                                 stage.output.console) == Exit::NoInput);
        CHECK_FALSE(fs::exists(stage.directory())); // and none was made
        CHECK_FALSE(fs::exists(stage.state / "keys"));
    }

    TEST_CASE("what was sent steers no terminal")
    {
        Stage stage;
        auto held = test::held(stage.id(1));
        held.subject = "\x1b]0;owned\x07\xe2\x80\xae"
                       "exe.cod";
        held.sender = "a\r\nb@example.org";
        held.recipients = {"\x9b"
                           "2J@example.net"};
        held.removed = {"run\x1b[2J.exe"};
        held.findings = held.helo = held.queue_id = held.reason = held.subject;
        const auto id = stage.keep(held, "\x1b[2J");
        CHECK(stage.list() == Exit::Ok);
        CHECK(show_quarantined(stage.state.path(), id, stage.output.console) ==
              Exit::Ok);
        CHECK(list_quarantine(stage.state.path(), {}, stage.output.json) == Exit::Ok);
        for (const auto* const bad :
             {"\x1b", "\x07", "\r", "\x9b\x32J", "\xe2\x80\xae"})
            CHECK_FALSE(stage.tells(bad));
        CHECK(stage.tells("\\x1b]0;owned\\x07"));
    }

    TEST_CASE("one message is shown with all that is known of it but its text")
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)), "Subject: a\r\n\r\nsecret");
        CHECK(show_quarantined(stage.state.path(), id, stage.output.console) ==
              Exit::Ok);
        CHECK(stage.tells("to          alice@example.net\nto          bob@example.net"
                          "\nothers      carol@example.net\n"));
        CHECK(stage.tells("client      192.0.2.7\n"));
        CHECK_FALSE(stage.tells("secret"));
    }

    TEST_CASE("a message is given out byte for byte")
    {
        Stage stage;
        std::string message = test::long_message(200'000);
        for (int n = 0; n < 512; ++n)
            message += static_cast<char>(n);
        const auto id = stage.keep(test::held(stage.id(1)), message);
        SUBCASE("to the output")
        {
            CHECK(export_quarantined(stage.state.path(), id, {},
                                     stage.output.console) == Exit::Ok);
            CHECK(stage.told() == message);
        }
        SUBCASE("in small letters, as on the telephone")
        {
            CHECK(export_quarantined(stage.state.path(), ascii::lower(id), {},
                                     stage.output.console) == Exit::Ok);
            CHECK(stage.told() == message);
        }
        SUBCASE("into a new file")
        {
            const auto file = stage.state / "out.eml";
            CHECK(export_quarantined(stage.state.path(), id, file,
                                     stage.output.console) == Exit::Ok);
            CHECK(bytes_in(file) == message);
            struct stat info {};
            REQUIRE(::lstat(file.c_str(), &info) == 0);
            CHECK((info.st_mode & 07777U) == 0600);
            CHECK(stage.told().empty());
        }
    }

    TEST_CASE("no file is overwritten, and no link is followed")
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)));
        const auto file = stage.state / "out.eml";
        SUBCASE("a file")
        {
            std::ofstream{file} << "mine";
        }
        SUBCASE("a link to nothing")
        {
            fs::create_symlink(stage.state / "elsewhere", file);
        }
        CHECK(export_quarantined(stage.state.path(), id, file, stage.output.console) ==
              Exit::CannotCreate);
        CHECK(stage.complains("out.eml: File exists"));
        CHECK_FALSE(fs::exists(stage.state / "elsewhere"));
        CHECK(fs::exists(fs::symlink_status(file)));
    }

    TEST_CASE("a second message of one transaction has an id of its own")
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)), "one");
        stage.keep(test::held(id), "two");
        CHECK(export_quarantined(stage.state.path(), id + "-2", {},
                                 stage.output.console) == Exit::Ok);
        CHECK(stage.told() == "two");
    }

    TEST_CASE("what cannot be read is listed as such, and no part of it is given out")
    {
        Stage stage;
        const auto whole = stage.keep(test::held(stage.id(2)));
        const auto id =
            stage.keep(test::held(stage.id(1)), test::long_message(200'000));
        const auto file = stage.directory() / (id + ".mrq");
        const auto bytes = bytes_in(file);
        std::string state;
        auto status = Exit::BadInput;
        bool listed = true;
        SUBCASE("damaged in front")
        {
            std::ofstream{file} << test::with_bit_flipped(bytes, std::size_t{8} * 100);
            state = "damaged";
        }
        SUBCASE("damaged at the end, which a list does not look at")
        {
            std::ofstream{file} << bytes.substr(0, bytes.size() - 1);
            listed = false;
        }
        SUBCASE("no key")
        {
            auto changed = bytes;
            changed[12] = static_cast<char>(changed[12] ^ 1);
            std::ofstream{file} << changed;
            state = "no-key";
            status = Exit::Configuration;
        }
        SUBCASE("open to others")
        {
            fs::permissions(file, fs::perms{0644});
            state = "unsafe";
            status = Exit::NoInput;
        }
        CHECK(stage.list({"alice", "courier"}) == Exit::Ok);
        if (listed)
            CHECK(stage.tells(id + "  2026-11-18T11:06:40Z  " + state));
        CHECK(stage.tells(whole + "  2026-11-18T11:06:40Z  stripped"));
        test::Output output;
        const auto out = stage.state / "out.eml";
        CHECK(export_quarantined(stage.state.path(), id, {}, output.console) == status);
        CHECK(export_quarantined(stage.state.path(), id, out, output.console) ==
              status);
        CHECK(output.out.str().empty());
        CHECK_FALSE(output.err.str().empty());
        CHECK_FALSE(fs::exists(out));
        CHECK(fs::exists(file)); // nothing is changed
    }

    TEST_CASE("words that are no id name no file")
    {
        Stage stage;
        stage.keep(test::held(stage.id(1)));
        for (const auto* const id : {"", "..", "../keys/x", "/etc/passwd", "1B7K"}) {
            CHECK(export_quarantined(stage.state.path(), id, {},
                                     stage.output.console) == Exit::NoInput);
            CHECK(show_quarantined(stage.state.path(), id, stage.output.console) ==
                  Exit::NoInput);
        }
        CHECK(stage.told().empty());
    }

    TEST_CASE("root looks with the rights of who owns the state directory" *
              doctest::skip(::geteuid() != 0))
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)), "text");
        for (const auto& entry : fs::recursive_directory_iterator{stage.state.path()})
            REQUIRE(::chown(entry.path().c_str(), 54321, 54321) == 0);
        REQUIRE(::chown(stage.state.path().c_str(), 54321, 54321) == 0);
        CHECK(stage.list() == Exit::Ok);
        CHECK(stage.tells(id));
        const test::TemporaryDirectory roots;
        CHECK(export_quarantined(stage.state.path(), id, roots / "out.eml",
                                 stage.output.console) == Exit::Ok);
        CHECK(bytes_in(roots / "out.eml") == "text");
        CHECK(::geteuid() == 0);
    }

    TEST_CASE("the quarantine is that of the configuration")
    {
        Stage stage;
        const auto id = stage.keep(test::held(stage.id(1)), "text");
        const auto file = stage.state / "mailreeve.yaml";
        std::ofstream{file} << "state: " << stage.state.path().string() << '\n';
        CHECK(quarantine(file, {}, stage.output.console) == Exit::Ok);
        CHECK(stage.tells(id));
        CHECK(quarantine(file, {QuarantineVerb::Export, {}, id, stage.state / "out"},
                         stage.output.console) == Exit::Ok);
        CHECK(bytes_in(stage.state / "out") == "text");
    }
}

} // namespace mailreeve::ctl
