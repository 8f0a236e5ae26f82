// A program that keeps messages until it is killed: it says the id of each that it was
// told is on disk. Usage: quarantine_writer DIRECTORY NUMBER CALL [fail]
//
// NUMBER is that of the first message. It kills itself as it comes to that call,
// counted from 1, of those by which files are made, written, synchronised and named: it
// stands between the quarantine and the C library. With CALL 0 it keeps one message,
// says each such call, and ends.
#include "mailreeve/quarantine/directory_quarantine.hh"
#include "test/support/held.hh"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

long calls_left = -1; // below 0: not counted
bool saying = false;
bool failing = false;

void say(const std::string& line)
{
    static auto* const write_out =
        reinterpret_cast<ssize_t (*)(int, const void*, size_t)>(
            ::dlsym(RTLD_NEXT, "write"));
    if (write_out(STDOUT_FILENO, line.data(), line.size()) !=
        static_cast<ssize_t>(line.size()))
        ::_exit(4);
}

bool is_directory(int file)
{
    struct stat info {};
    return ::fstat(file, &info) == 0 && S_ISDIR(info.st_mode);
}

// Whether the call finds the disk full.
bool is_last_call(const char* name)
{
    if (saying)
        say(std::string{name} + '\n');
    if (calls_left <= 0 || --calls_left > 0)
        return false;
    if (!failing)
        ::kill(::getpid(), SIGKILL);
    errno = ENOSPC;
    return true;
}

template <class Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

// The linker finds these before those of the C library.
extern "C" {

ssize_t write(int fd, const void* bytes, size_t size)
{
    static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
    if (is_last_call("write"))
        return -1;
    return next(fd, bytes, size);
}

int fsync(int fd)
{
    static auto* const next = real<int(int)>("fsync");
    if (is_last_call(is_directory(fd) ? "fsync directory" : "fsync file"))
        return -1;
    return next(fd);
}

int renameat2(int from, const char* old_name, int to, const char* name,
              unsigned int flags)
{
    static auto* const next =
        real<int(int, const char*, int, const char*, unsigned int)>("renameat2");
    if (is_last_call("rename"))
        return -1;
    return next(from, old_name, to, name, flags);
}

int unlinkat(int directory, const char* name, int flags)
{
    static auto* const next = real<int(int, const char*, int)>("unlinkat");
    if (is_last_call("unlink"))
        return -1;
    return next(directory, name, flags);
}

int openat64(int directory, const char* name, int flags, ...)
{
    static auto* const next = real<int(int, const char*, int, ...)>("openat64");
    if ((flags & O_CREAT) != 0 && is_last_call("make"))
        return -1;
    std::va_list more;
    va_start(more, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return next(directory, name, flags, mode);
}
}

namespace mailreeve::quarantine {

namespace {

// Of different sizes: of one write, of several.
void keep(DirectoryQuarantine& quarantine, std::uint32_t number)
{
    const auto id = Id::from(WallTime{std::chrono::seconds{1'795'000'000}}, number);
    quarantine.keep(test::held(id.text()),
                    test::long_message(50 + number % 5 * 100'000));
    say("kept " + id.text() + '\n');
}

int run(const std::filesystem::path& directory, std::uint32_t number, long call)
{
    const SystemClock clock;
    const Keys keys{test::master_keys({"0a1b2c3d"})};
    const Settings settings{.min_free = {0}};
    DirectoryQuarantine quarantine{directory, keys, settings, clock,
                                   [](const std::string&) {}};
    saying = call == 0;
    calls_left = call;
    try {
        // NOLINTNEXTLINE(bugprone-infinite-loop): until it is killed or cannot keep
        do
            keep(quarantine, number++);
        while (call != 0);
    } catch (const NotKept& error) {
        say(std::string{"not kept: "} + error.what() + '\n');
    }
    return 0;
}

} // namespace

} // namespace mailreeve::quarantine

int main(int count, char** words)
{
    if (count < 4)
        return 2;
    failing = count > 4;
    return mailreeve::quarantine::run(
        words[1], static_cast<std::uint32_t>(std::strtoul(words[2], nullptr, 10)),
        std::strtol(words[3], nullptr, 10));
}
