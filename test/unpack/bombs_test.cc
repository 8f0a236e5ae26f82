#include "test/unpack/bombs.hh"

#include "mailreeve/attachment/worker_pool.hh"
#include "test/support/enclosed.hh"
#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"
#include "unpack/sandbox.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace mailreeve::attachment {

namespace {

UnpackSettings settings()
{
    UnpackSettings settings;
    settings.worker = UNPACK_PROGRAM;
    settings.workers = 1;
    settings.wall = std::chrono::seconds{300}; // what counts here is processor time
    return settings;
}

// Seconds, of all children that ended.
double cpu_of_children()
{
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) +
               static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// MiB, the most that this process had in memory. (What getrusage() tells of a child
// counts what it shared with its parent before it was another program.)
long memory_of(pid_t process)
{
    std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
    std::string word;
    long kilobytes = 0;
    while (status >> word)
        if (word == "VmHWM:" && status >> kilobytes)
            return kilobytes / 1024;
    return 0;
}

// Under sanitizers a bomb takes all the time that it may: then a few stand for all.
std::vector<test::Bomb> bombs_to_try()
{
    constexpr std::size_t step = 4;
    auto all = test::all_bombs();
    CHECK(all.size() >= 50);
    if (!unpack::is_sandbox_loose())
        return all;
    std::vector<test::Bomb> few;
    for (std::size_t i = 0; i < all.size(); i += step)
        few.push_back(std::move(all[i]));
    MESSAGE("under sanitizers ", few.size(), " of ", all.size(), " bombs");
    return few;
}

// What only the bound on address space stops, which sanitizers cannot have.
bool needs_limit(const test::Bomb& bomb)
{
    const std::string_view name{bomb.name};
    return unpack::is_sandbox_loose() &&
           (name.find("dictionary") != name.npos || name.find("window") != name.npos);
}

} // namespace

TEST_SUITE("unpack bombs")
{
    TEST_CASE("every bomb is answered with an obstacle, within bounds, and all goes on")
    {
        const auto bombs = bombs_to_try();
        test::EnclosedBytes next{test::zip_of({{"run.exe", "MZ"}})};
        std::string worst;
        double worst_cpu = 0;
        long memory = 0;
        PoolCounters counters;
        for (const auto& bomb : bombs) {
            CAPTURE(bomb.name);
            const auto before = cpu_of_children();
            {
                WorkerPool pool{settings()};
                test::EnclosedBytes file{bomb.bytes};
                const auto item = pool.look_into(file.enclosed());
                CHECK((unpack::is_hindered(item) || needs_limit(bomb)));
                CHECK(unpack::count_inside(item) <= UnpackLimits{}.entries);
                CHECK(pool.look_into(next.enclosed()).inside.size() == 1);
                memory = std::max(memory, memory_of(pool.idle_pids().at(0)));
                counters.replaced += pool.counters().replaced;
                counters.crashed += pool.counters().crashed;
                if (pool.counters().replaced > 0)
                    MESSAGE(bomb.name, " ended a worker: ", name(item.obstacle));
            }
            const auto cpu = cpu_of_children() - before;
            if (cpu > worst_cpu) {
                worst_cpu = cpu;
                worst = bomb.name;
            }
        }
        std::printf("%zu bombs; worst: %.2f s of CPU (%s), %ld MiB; %llu workers "
                    "replaced, %llu crashes\n",
                    bombs.size(), worst_cpu, worst.c_str(), memory,
                    static_cast<unsigned long long>(counters.replaced),
                    static_cast<unsigned long long>(counters.crashed));
        if (!unpack::is_sandbox_loose()) {
            CHECK(worst_cpu <= 10);
            CHECK(memory > 0);
            CHECK(memory <= 256);
        }
    }
}

} // namespace mailreeve::attachment
