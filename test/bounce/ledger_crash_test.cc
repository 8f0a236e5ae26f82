#include "test/bounce/ledger_ground.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::bounce {

namespace {

namespace fs = std::filesystem;

// When the writer dies: as it comes to a call that writes (itself, so that the point is
// exact), or after we have read so many acknowledgements.
struct Death {
    std::optional<long> call;
    std::size_t acknowledged = 0;
};

[[noreturn]] void become_writer(const fs::path& directory, std::uint64_t first,
                                const Death& death, int out)
{
    const auto number = std::to_string(first);
    const auto call = death.call ? std::to_string(*death.call) : std::string{};
    ::dup2(out, STDOUT_FILENO);
    ::execl(LEDGER_WRITER, LEDGER_WRITER, directory.c_str(), number.c_str(),
            death.call ? call.c_str() : nullptr, nullptr);
    ::_exit(127);
}

// The numbers that the writer said before it died.
std::vector<std::uint64_t> numbers_in(const std::string& said)
{
    std::vector<std::uint64_t> numbers;
    std::size_t begin = 0;
    for (auto end = said.find('\n'); end != std::string::npos;
         begin = end + 1, end = said.find('\n', begin))
        numbers.push_back(std::stoull(said.substr(begin, end - begin)));
    return numbers;
}

std::vector<std::uint64_t> run_writer(const fs::path& directory, std::uint64_t first,
                                      const Death& death)
{
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        become_writer(directory, first, death, ends[1]);
    ::close(ends[1]);
    std::string said;
    char bytes[256];
    for (auto got = ::read(ends[0], bytes, sizeof bytes); got > 0;
         got = ::read(ends[0], bytes, sizeof bytes)) {
        said.append(bytes, static_cast<std::size_t>(got));
        const auto lines = std::ranges::count(said, '\n');
        if (!death.call && static_cast<std::size_t>(lines) >= death.acknowledged)
            ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGKILL);
    return numbers_in(said);
}

void check_all_there(LedgerGround& ground, const std::vector<std::uint64_t>& numbers)
{
    const auto now = ground.clock.wall();
    std::size_t missing = 0;
    for (const auto number : numbers)
        if (ground.ledger().by_nonce(nonce_of(number), now).found !=
            entry_of(number, now))
            ++missing;
    CHECK(missing == 0);
    CHECK(ground.ledger().stamping_since(*mail::Domain::parse("example.net")) == now);
    CHECK(ground.told().empty());
    for (const auto& file : ground.ledger().segments().list())
        CHECK_FALSE(store::Database{file}.damage().has_value());
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("what was said to be on disk is there, whenever the writer was killed")
    {
        std::vector<Death> deaths;
        for (const long call :
             {1L,  2L,  3L,  5L,  7L,  9L,  11L, 13L, 15L, 17L,  19L,
              21L, 23L, 25L, 28L, 31L, 35L, 40L, 50L, 80L, 200L, 1000L})
            deaths.push_back({call, 0});
        for (const std::size_t acknowledged : {1U, 2U, 3U, 5U, 10U, 100U, 400U})
            deaths.push_back({std::nullopt, acknowledged});
        LedgerGround ground;
        ground.close();
        std::vector<std::uint64_t> numbers;
        std::uint64_t first = 0;
        for (const auto& death : deaths) { // one after another in the same files
            CAPTURE(death.call.value_or(0));
            CAPTURE(death.acknowledged);
            const auto said =
                run_writer(ground.state_file().parent_path(), first, death);
            CHECK(said.size() >= death.acknowledged);
            numbers.insert(numbers.end(), said.begin(), said.end());
            first += 1'000'000;
            if (!numbers.empty())
                check_all_there(ground, numbers);
            ground.close();
        }
        MESSAGE(deaths.size() << " deaths, " << numbers.size() << " entries kept");
    }

    TEST_CASE("each of the first writes of a new ledger may be the last")
    {
        for (long call = 1; call <= 40; ++call) {
            CAPTURE(call);
            LedgerGround ground;
            const auto said =
                run_writer(ground.state_file().parent_path(), 0, {call, 0});
            if (!said.empty())
                check_all_there(ground, said);
            else
                CHECK(ground.records(entry_of(1'000'000, ground.clock.wall())));
        }
    }
}

} // namespace mailreeve::bounce
