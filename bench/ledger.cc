// How many entries the ledger takes from sessions that each wait until theirs is on
// disk. Usage: ledger [THREADS [ENTRIES [DIRECTORY]]]; the directory, which is made
// below the one for temporary files if it is not given, decides which disk is measured.
#include "mailreeve/bounce/sqlite_ledger.hh"
#include "mailreeve/crypto/random.hh"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace bounce = mailreeve::bounce;
namespace fs = std::filesystem;
namespace store = mailreeve::store;
using std::chrono::steady_clock;

struct Load {
    unsigned threads = 50;
    unsigned entries = 50'000; // of all threads
};

struct Result {
    std::chrono::duration<double> took{};
    std::vector<double> waits; // milliseconds, sorted
    unsigned failed = 0;
};

bounce::Entry entry(mailreeve::WallTime now, unsigned number)
{
    bounce::Entry entry;
    entry.nonce = bounce::make_nonce();
    entry.time = std::chrono::floor<std::chrono::seconds>(now);
    entry.key_id = "1a2b3c4d";
    entry.sender = "sender." + std::to_string(number % 1000) + "@example.net";
    entry.from = entry.sender;
    entry.message = bounce::hash_of(std::to_string(number) + "@example.net");
    entry.recipients.resize(1 + number % 3);
    for (auto& recipient : entry.recipients)
        mailreeve::crypto::fill_random(recipient);
    entry.recipient_count = static_cast<std::uint32_t>(entry.recipients.size());
    entry.queue_id = "4YxWvUtSrQz" + std::to_string(number);
    return entry;
}

// One session after another, as a worker of the milter serves them.
void serve(bounce::SqliteLedger& ledger, std::atomic<unsigned>& left, Result& result)
{
    const mailreeve::SystemClock clock;
    for (auto number = left--; number != 0 && number < 1U << 31U; number = left--) {
        const auto began = steady_clock::now();
        const auto done = ledger.record(entry(clock.wall(), number));
        const auto* const commit =
            done.wait_until(clock.now() + std::chrono::minutes{1});
        result.failed += commit == nullptr || commit->has_value() ? 1U : 0U;
        const std::chrono::duration<double, std::milli> took =
            steady_clock::now() - began;
        result.waits.push_back(took.count());
    }
}

Result measure(bounce::SqliteLedger& ledger, const Load& load)
{
    std::vector<Result> results(load.threads);
    std::atomic<unsigned> left{load.entries};
    const auto began = steady_clock::now();
    {
        std::vector<std::jthread> threads;
        threads.reserve(results.size());
        for (auto& result : results)
            threads.emplace_back([&] { serve(ledger, left, result); });
    }
    Result sum;
    sum.took = steady_clock::now() - began;
    for (const auto& result : results) {
        sum.failed += result.failed;
        sum.waits.insert(sum.waits.end(), result.waits.begin(), result.waits.end());
    }
    std::ranges::sort(sum.waits);
    return sum;
}

void print(const Load& load, const Result& result, const store::CommitterCounts& counts)
{
    const auto rows = static_cast<double>(result.waits.size());
    const auto quantile = [&](double part) {
        return result.waits.at(static_cast<std::size_t>(part * (rows - 1)));
    };
    std::printf("threads %u  entries %u  failed %u\n", load.threads, load.entries,
                result.failed);
    std::printf("rows/s %.0f\n", rows / result.took.count());
    std::printf("commits %llu  rows a commit %.1f\n",
                static_cast<unsigned long long>(counts.commits),
                static_cast<double>(counts.committed) /
                    static_cast<double>(counts.commits));
    // With synchronous=FULL a commit syncs the log once; checkpoints come on top.
    std::printf("fsyncs a row, without checkpoints %.4f\n",
                static_cast<double>(counts.commits) / rows);
    std::printf("wait in ms: median %.2f  99 %% %.2f  most %.2f\n", quantile(0.5),
                quantile(0.99), quantile(1));
}

store::Database open_state(const fs::path& file)
{
    store::Database database{file};
    store::migrate(database, std::span{&bounce::bounces_schema, 1});
    return database;
}

void say(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
}

unsigned run(const fs::path& directory, const Load& load)
{
    const mailreeve::SystemClock clock;
    const auto file = directory / "state.db";
    auto reader = open_state(file);
    store::Committer writer{[&] { return open_state(file); }, say};
    bounce::SqliteLedger ledger{directory / "ledger", {reader, writer}, clock, say};
    const auto result = measure(ledger, load);
    print(load, result, ledger.segments().counts());
    return result.failed;
}

fs::path made_directory(const fs::path& above)
{
    auto name = (above / "mailreeve-ledger-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error{"no directory in " + above.string()};
    return name;
}

} // namespace

int main(int count, char** words)
try {
    Load load;
    if (count > 1)
        load.threads = static_cast<unsigned>(std::strtoul(words[1], nullptr, 10));
    if (count > 2)
        load.entries = static_cast<unsigned>(std::strtoul(words[2], nullptr, 10));
    const auto directory =
        made_directory(count > 3 ? fs::path{words[3]} : fs::temp_directory_path());
    const auto failed = run(directory, load);
    fs::remove_all(directory);
    return failed == 0 ? 0 : 1;
} catch (const std::exception& error) {
    say(error.what());
    return 1;
}
