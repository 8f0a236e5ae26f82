// A program that keeps messages until it is killed: it says the id of each that it was
// told is on disk. Usage: quarantine_writer DIRECTORY NUMBER CALL
//
// NUMBER is that of the first message. It kills itself as it comes to that call,
// counted from 1, of those by which files are made, written, synchronised and named: it
// stands between the quarantine and the C library. With CALL 0 it keeps one message,
// says each such call, and ends.
#include "mailreeve/quarantine/directory_quarantine.hh"
#include "test/support/held.hh"

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

void count_call(const char* name)
{
    if (saying)
        say(std::string{name} + '\n');
    if (calls_left > 0 && --calls_left == 0)
        ::kill(::getpid(), SIGKILL);
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
    count_call("write");
    return next(fd, bytes, size);
}

int fsync(int fd)
{
    static auto* const next = real<int(int)>("fsync");
    count_call(is_directory(fd) ? "fsync directory" : "fsync file");
    return next(fd);
}

int renameat2(int from, const char* old_name, int to, const char* name,
              unsigned int flags)
{
    static auto* const next =
        real<int(int, const char*, int, const char*, unsigned int)>("renameat2");
    count_call("rename");
    return next(from, old_name, to, name, flags);
}

int unlinkat(int directory, const char* name, int flags)
{
    static auto* const next = real<int(int, const char*, int)>("unlinkat");
    count_call("unlink");
    return next(directory, name, flags);
}

int openat64(int directory, const char* name, int flags, ...)
{
    static auto* const next = real<int(int, const char*, int, ...)>("openat64");
    if ((flags & O_CREAT) != 0)
        count_call("make");
    std::va_list more;
    va_start(more, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return next(directory, name, flags, mode);
}
}

namespace mailreeve::quarantine {

namespace {

int run(const std::filesystem::path& directory, std::uint32_t number, long call)
{
    const SystemClock clock;
    const Keys keys{test::master_keys({"0a1b2c3d"})};
    const Settings settings{.min_free = {0}};
    DirectoryQuarantine quarantine{directory, keys, settings, clock,
                                   [](const std::string&) {}};
    saying = call == 0;
    calls_left = call;
    for (;; ++number) {
        const auto id = Id::from(WallTime{std::chrono::seconds{1'795'000'000}}, number);
        // Of different sizes: of one write, of several.
        quarantine.keep(test::held(id.text()),
                        test::long_message(50 + number % 5 * 100'000));
        say("kept " + id.text() + '\n');
        if (call == 0)
            return 0;
    }
}

} // namespace

} // namespace mailreeve::quarantine

int main(int count, char** words)
{
    if (count != 4)
        return 2;
    return mailreeve::quarantine::run(
        words[1], static_cast<std::uint32_t>(std::strtoul(words[2], nullptr, 10)),
        std::strtol(words[3], nullptr, 10));
}
