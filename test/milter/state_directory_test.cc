#include "milter/state_directory.hh"

#include "milter/start_refused.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::milter {

namespace fs = std::filesystem;
using test::TemporaryDirectory;

namespace {

// Status and words of the refusal; empty words: none.
std::string refusal(const fs::path& path)
{
    try {
        const StateDirectory state{path};
    } catch (const StartRefused& refused) {
        CHECK(refused.status() == Exit::Configuration);
        return refused.what();
    }
    return {};
}

void allow(const fs::path& path, unsigned mode)
{
    fs::permissions(path, fs::perms{mode});
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("a missing state directory is made for us alone")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state/"};
        struct stat info {};
        REQUIRE(::lstat((place / "state").c_str(), &info) == 0);
        CHECK((info.st_mode & 07777U) == 0700);
        CHECK(state.path() == place / "state");
        std::ofstream{state.short_path("file")} << "x";
        CHECK(fs::exists(place / "state/file"));
        CHECK(state.short_path("a").size() < 40);
    }

    TEST_CASE("an unsafe state directory is refused")
    {
        struct Case {
            const char* name;
            std::function<void(const fs::path&)> prepare;
            std::string words;
        };
        const Case cases[] = {
            {"a link",
             [](const fs::path& path) {
                 fs::create_directory(path.string() + ".real");
                 fs::create_symlink(path.string() + ".real", path);
             },
             "symbolic link"},
            {"a file", [](const fs::path& path) { std::ofstream{path} << "x"; },
             "not a directory"},
            {"others may enter",
             [](const fs::path& path) {
                 fs::create_directory(path);
                 allow(path, 0711);
             },
             "entered by others"},
            {"the group may read",
             [](const fs::path& path) {
                 fs::create_directory(path);
                 allow(path, 0740);
             },
             "entered by others"},
            {"others may write above",
             [](const fs::path& path) { allow(path.parent_path(), 0777); },
             "written by others"},
            {"the group may write above",
             [](const fs::path& path) { allow(path.parent_path(), 0770); },
             "written by others"},
            {"everybody's files beside it",
             [](const fs::path& path) { allow(path.parent_path(), 01777); },
             "beside everybody's files"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const TemporaryDirectory place;
            fs::create_directory(place / "above");
            allow(place / "above", 0755);
            const auto path = place / "above/state";
            c.prepare(path);
            CHECK(refusal(path).find(c.words) != std::string::npos);
        }
    }

    TEST_CASE("a state directory below nothing is refused")
    {
        const TemporaryDirectory place;
        CHECK(refusal(place / "none/state").find("No such file") != std::string::npos);
    }

    TEST_CASE("a link above is followed to where it leads")
    {
        const TemporaryDirectory place;
        fs::create_directory(place / "real");
        allow(place / "real", 0755);
        fs::create_directory_symlink(place / "real", place / "link");
        CHECK(refusal(place / "link/state").empty());
        allow(place / "real", 0777);
        CHECK_FALSE(refusal(place / "link/state").empty());
    }

    TEST_CASE("the lock is held by one, and goes with its descriptor")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        auto first = InstanceLock::take(state);
        REQUIRE(first);
        CHECK_FALSE(InstanceLock::take(state));
        CHECK(InstanceLock::holder(state) == "process " + std::to_string(::getpid()));

        const InstanceLock heir{Descriptor{::dup(first->descriptor())}};
        first->give_away();
        CHECK_FALSE(InstanceLock::take(state));
    }

    TEST_CASE("a lock that is let go can be taken")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        {
            const auto lock = InstanceLock::take(state);
        }
        CHECK(InstanceLock::take(state));
    }

    TEST_CASE("what a lock file says is not trusted to be a number")
    {
        const TemporaryDirectory place;
        const StateDirectory state{place / "state"};
        CHECK(InstanceLock::holder(state) == "another process");
        for (const char* text :
             {"", "\n", "12x\n", "\x1b[2J", "99999999999999999999"}) {
            CAPTURE(text);
            std::ofstream{place / "state/lock"} << text;
            const auto holder = InstanceLock::holder(state);
            CHECK(holder.find('\x1b') == std::string::npos);
            CHECK(holder.find('x') == std::string::npos);
        }
    }
}

} // namespace mailreeve::milter
