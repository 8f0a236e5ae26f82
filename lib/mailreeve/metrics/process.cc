#include "mailreeve/metrics/process.hh"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <sys/resource.h>
#include <unistd.h>

namespace mailreeve::metrics {

namespace {

std::uint64_t entries_of(const char* directory)
{
    std::error_code error;
    std::filesystem::directory_iterator entry{directory, error};
    std::uint64_t count = 0;
    for (; !error && entry != std::filesystem::directory_iterator{};
         entry.increment(error))
        ++count;
    return count;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

std::uint64_t resident_bytes()
{
    std::ifstream statm{"/proc/self/statm"};
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    statm >> size >> resident;
    return statm ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t open_descriptors()
{
    const auto entries = entries_of("/proc/self/fd");
    return entries > 0 ? entries - 1 : 0; // without the one that looks
}

std::uint64_t threads()
{
    return entries_of("/proc/self/task");
}

double cpu_seconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void add_process_metrics(Registry& registry)
{
    const auto gauge = [&](const char* name, const char* help,
                           std::uint64_t (*read)()) {
        registry.collect_one(name, help, Type::Gauge,
                             [read] { return static_cast<double>(read()); });
    };
    gauge("process_resident_memory_bytes", "Resident memory.", resident_bytes);
    gauge("process_open_fds", "Open file descriptors.", open_descriptors);
    gauge("process_threads", "Threads.", threads);
    registry.collect_one("process_cpu_seconds_total", "User and system CPU time.",
                         Type::Counter, cpu_seconds);
}

} // namespace mailreeve::metrics
