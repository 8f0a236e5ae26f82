// What it costs to look into messages, step by step and without the daemon: CPU a
// message, over all that are in a directory. Usage: looking DIRECTORY [WORKER]; without
// the worker program nothing is unpacked.
#include "bench/message_files.hh"
#include "mailreeve/attachment/survey.hh"
#include "mailreeve/attachment/worker_pool.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/parse.hh"

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ctime>

namespace {

namespace attachment = mailreeve::attachment;
namespace fs = std::filesystem;
namespace mime = mailreeve::mime;

constexpr int rounds = 5;

using Messages = std::vector<std::string>;

std::int64_t cpu_nanoseconds()
{
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return std::int64_t{spent.tv_sec} * 1'000'000'000 + spent.tv_nsec;
}

template <class Work>
void measure(const char* what, const Messages& all, const Work& work)
{
    std::size_t bytes = 0;
    const auto start = cpu_nanoseconds();
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < all.size(); ++i) {
            work(i);
            bytes += all[i].size();
        }
    const auto spent = static_cast<double>(cpu_nanoseconds() - start);
    std::printf("%-34s %7.1f us a message   %6.0f MB/s\n", what,
                spent / 1e3 / rounds / static_cast<double>(all.size()),
                static_cast<double>(bytes) / spent * 1e3);
}

template <class Work>
void each_leaf(const mime::Entity& entity, const Work& work)
{
    if (entity.parts.empty())
        work(entity);
    for (const auto& part : entity.parts)
        each_leaf(part, work);
}

std::vector<mime::Entity> trees(const Messages& all)
{
    std::vector<mime::Entity> made;
    made.reserve(all.size());
    for (const auto& raw : all)
        made.push_back(std::get<mime::Entity>(mime::parse(raw)));
    return made;
}

void decode(const mime::Entity& leaf, const std::string& raw)
{
    constexpr auto all_of_it = std::numeric_limits<std::uint64_t>::max();
    mime::decode(leaf, raw, all_of_it, [](std::string_view) {});
}

void measure_steps(const Messages& all)
{
    const auto tree = trees(all);
    measure("parse", all, [&](std::size_t i) { (void)mime::parse(all[i]); });
    measure("decode all parts", all, [&](std::size_t i) {
        each_leaf(tree[i], [&](const auto& leaf) { decode(leaf, all[i]); });
    });
    measure("names", all, [&](std::size_t i) {
        each_leaf(tree[i], [](const auto& leaf) { (void)mime::file_names(leaf); });
    });
    measure("ambiguities", all,
            [&](std::size_t i) { (void)mime::ambiguities(tree[i], all[i]); });
}

void measure_survey(const char* what, const Messages& all, attachment::Unpacker* pool)
{
    attachment::SurveyBounds bounds;
    bounds.scratch = fs::temp_directory_path();
    const mailreeve::SystemClock clock;
    measure(what, all, [&](std::size_t i) {
        (void)attachment::survey(all[i], pool, bounds,
                                 clock.now() + std::chrono::minutes{1}, clock);
    });
}

} // namespace

int main(int count, char** words)
try {
    if (count < 2) {
        std::fputs("usage: looking DIRECTORY [WORKER]\n", stderr);
        return 64;
    }
    const auto all = mailreeve::bench::read_files(words[1]);
    measure_steps(all);
    measure_survey("survey, nothing unpacked", all, nullptr);
    if (count > 2) {
        attachment::UnpackSettings settings;
        settings.worker = words[2];
        attachment::WorkerPool pool{settings};
        measure_survey("survey, without the workers' CPU", all, &pool);
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "looking: %s\n", error.what());
    return 1;
}
