#include "test/quarantine/ground.hh"

#include <doctest/doctest.h>

#include <csignal>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::quarantine {

namespace {

struct Said {
    std::vector<std::string> lines;
    bool killed = false;

    std::vector<std::string> kept() const
    {
        std::vector<std::string> ids;
        for (const auto& line : lines)
            if (line.starts_with("kept "))
                ids.push_back(line.substr(5));
        return ids;
    }
};

Said run_writer(const std::filesystem::path& directory, unsigned first, long call,
                const char* fail = nullptr)
{
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const auto number = std::to_string(first);
    const auto last = std::to_string(call);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execl(QUARANTINE_WRITER, QUARANTINE_WRITER, directory.c_str(), number.c_str(),
                last.c_str(), fail, nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string text;
    char bytes[256];
    for (auto got = ::read(ends[0], bytes, sizeof bytes); got > 0;
         got = ::read(ends[0], bytes, sizeof bytes))
        text.append(bytes, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    Said said;
    said.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!said.killed)
        REQUIRE(status == 0);
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        said.lines.push_back(line);
    return said;
}

} // namespace

TEST_SUITE("quarantine")
{
    TEST_CASE("what was said to be kept is there, whenever the writer was killed")
    {
        Ground ground;
        std::vector<std::string> promised;
        unsigned first = 0;
        for (long call = 1; call <= 40; ++call, first += 1000) {
            CAPTURE(call);
            const auto said = run_writer(ground.directory(), first, call);
            CHECK(said.killed);
            for (const auto& id : said.kept())
                promised.push_back(id);
            // Before and after a start that cleans up: no half file is listed.
            ground.close();
            for (const auto& name : HeldFiles::open(ground.directory())->names()) {
                CAPTURE(name.text());
                CHECK(ground.message(name.text()).has_value());
            }
            CHECK(ground.quarantine().files().unfinished().empty());
            for (const auto& id : promised) {
                const auto message = ground.message(id + ".mrq");
                REQUIRE(message);
                CHECK(*message == test::long_message(message->size()));
            }
        }
        CHECK(ground.heard.copy().empty());
        CHECK(promised.size() > 40);
        MESSAGE("40 deaths, " << promised.size() << " promised, "
                              << ground.quarantine().counts().messages << " there");
    }

    TEST_CASE("file, name and directory are on disk in this order, before it is said")
    {
        Ground ground;
        ground.quarantine();
        const auto said = run_writer(ground.directory(), 0, 0);
        const std::vector<std::string> expected{
            "make",   "write",           "fsync file",
            "rename", "fsync directory", "kept " + said.kept().at(0)};
        CHECK(said.lines == expected);
    }

    TEST_CASE("whichever call finds the disk full, nothing is left of the message")
    {
        // One, and the second one of several writes.
        for (long call = 1; call <= 13; ++call) {
            CAPTURE(call);
            Ground ground;
            ground.quarantine();
            const auto said = run_writer(ground.directory(), 0, call, "fail");
            CHECK_FALSE(said.killed);
            REQUIRE(!said.lines.empty());
            CHECK(said.lines.back().find("No space left on device") !=
                  std::string::npos);
            CHECK(said.kept().size() == ground.entries().size());
            CHECK(said.kept().size() == (call <= 5 ? 0U : call <= 10 ? 1U : 2U));
            for (const auto& id : said.kept())
                CHECK(ground.message(id + ".mrq").has_value());
        }
    }
}

} // namespace mailreeve::quarantine
