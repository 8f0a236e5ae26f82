// A program that records entries in a ledger until it is killed: it says the number of
// each that it was told is on disk. Usage: ledger_writer DIRECTORY NUMBER [CALL]
//
// NUMBER is that of the first entry. With CALL it kills itself as it comes to that
// call, counted from 1, of those by which its database is written and synchronised: it
// stands between SQLite and the C library.
#include "test/bounce/ledger_entries.hh"
#include "test/support/waiting_clock.hh"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <dlfcn.h>
#include <unistd.h>

namespace {

std::atomic<long> calls_left{0}; // 0: no limit

void count_call()
{
    if (calls_left.load() > 0 && calls_left.fetch_sub(1) == 1)
        ::kill(::getpid(), SIGKILL);
}

template <class Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

// The names by which SQLite calls: the linker finds these before those of the C
// library.
extern "C" {

int fdatasync(int fd)
{
    static auto* const next = real<int(int)>("fdatasync");
    count_call();
    return next(fd);
}

int fsync(int fd)
{
    static auto* const next = real<int(int)>("fsync");
    count_call();
    return next(fd);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at)
{
    static auto* const next =
        real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    count_call();
    return next(fd, bytes, size, at);
}

int unlink(const char* path)
{
    static auto* const next = real<int(const char*)>("unlink");
    count_call();
    return next(path);
}

int ftruncate64(int fd, off64_t size)
{
    static auto* const next = real<int(int, off64_t)>("ftruncate64");
    count_call();
    return next(fd, size);
}
}

namespace mailreeve::bounce {

namespace {

constexpr std::uint64_t threads = 4;

void record_for_ever(SqliteLedger& ledger, std::uint64_t number, WallTime time)
{
    for (;; number += threads) {
        const auto done = ledger.record(entry_of(number, time));
        const auto* const result =
            done.wait_until(SystemClock{}.now() + std::chrono::seconds{30});
        if (result == nullptr || result->has_value())
            ::_exit(3);
        const auto line = std::to_string(number) + '\n';
        if (::write(STDOUT_FILENO, line.data(), line.size()) !=
            static_cast<ssize_t>(line.size()))
            ::_exit(4);
    }
}

int run(const std::filesystem::path& directory, std::uint64_t first)
{
    const auto file = directory / "state.db";
    auto reader = open_state(file);
    store::Committer writer{[&] { return open_state(file); }, [](const auto&) {}};
    const test::WaitingClock clock;
    SqliteLedger ledger{
        directory / "ledger", {reader, writer}, clock, [](const auto&) {}};
    std::vector<std::jthread> sessions;
    for (std::uint64_t n = 0; n < threads; ++n)
        sessions.emplace_back([&ledger, &clock, number = first + n] {
            record_for_ever(ledger, number, clock.wall());
        });
    return 0;
}

} // namespace

} // namespace mailreeve::bounce

int main(int count, char** words)
{
    if (count < 3)
        return 2;
    if (count > 3)
        calls_left = std::strtol(words[3], nullptr, 10);
    return mailreeve::bounce::run(words[1], std::strtoull(words[2], nullptr, 10));
}
