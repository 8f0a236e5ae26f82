#include "unpack/sandbox.hh"

#include <doctest/doctest.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::unpack {

namespace {

constexpr int survived = 17; // what was tried worked
constexpr int refused = 18;  // it failed

constexpr std::uint64_t memory = std::uint64_t{1} << 30U;

// What becomes of a child that tries this in the sandbox: its exit code, or the signal
// that ended it, negative.
template <class Try>
int in_sandbox(const Try& attempt)
{
    const pid_t child = ::fork();
    if (child == 0) {
        enter_sandbox(memory);
        std::_Exit(attempt() ? survived : refused);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool is_held(int what)
{
    return what == refused || what == -SIGSYS;
}

} // namespace

// NOLINTBEGIN(readability-function-size): what is to be tried stands where it is
// checked
TEST_SUITE("sandbox")
{
    TEST_CASE("computing goes on in the sandbox")
    {
        const auto computes = [] {
            std::string bytes;
            bytes.assign(10'000'000, 'x');
            bytes += "y";
            return bytes.back() == 'y';
        };
        CHECK(in_sandbox(computes) == survived);
    }

    TEST_CASE("no file can be opened, to read or to write" *
              doctest::skip(is_sandbox_loose()))
    {
        CHECK(is_held(in_sandbox([] { return ::open("/etc/passwd", O_RDONLY) >= 0; })));
        CHECK(is_held(in_sandbox(
            [] { return ::open("/tmp/made", O_WRONLY | O_CREAT, 0600) >= 0; })));
        CHECK(is_held(in_sandbox([] { return ::memfd_create("made", 0) >= 0; })));
    }

    TEST_CASE("no socket can be made")
    {
        CHECK(
            is_held(in_sandbox([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; })));
        CHECK(
            is_held(in_sandbox([] { return ::socket(AF_UNIX, SOCK_DGRAM, 0) >= 0; })));
    }

    TEST_CASE("no process can be made, and no program run")
    {
        if (!is_sandbox_loose())
            CHECK(is_held(in_sandbox([] { return ::fork() >= 0; })));
        CHECK(is_held(in_sandbox([] {
            ::execl("/bin/true", "true", nullptr);
            return false;
        })));
    }

    TEST_CASE("no other process can be reached" * doctest::skip(is_sandbox_loose()))
    {
        const pid_t parent = ::getpid();
        CHECK(is_held(in_sandbox([&] { return ::kill(parent, 0) == 0; })));
    }

    TEST_CASE("memory is never code" * doctest::skip(is_sandbox_loose()))
    {
        CHECK(is_held(in_sandbox([] {
            return ::mmap(nullptr, 4'096, PROT_READ | PROT_EXEC,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
        })));
    }

    TEST_CASE("memory is bounded" * doctest::skip(is_sandbox_loose()))
    {
        CHECK(is_held(in_sandbox([] {
            return ::mmap(nullptr, memory, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
        })));
    }

    TEST_CASE("descriptors of before are closed")
    {
        const int other = ::dup(STDIN_FILENO);
        CHECK(in_sandbox([&] {
                  char byte = 0;
                  return ::read(other, &byte, 1) < 0 && errno == EBADF;
              }) == survived);
        ::close(other);
    }
}
// NOLINTEND(readability-function-size)

} // namespace mailreeve::unpack
