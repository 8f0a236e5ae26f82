#include "ctl/bounded_program.hh"

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/descriptor.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::ctl {

namespace {

class FileActions {
public:
    explicit FileActions(int output)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY,
                                         0);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null",
                                         O_WRONLY, 0);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

// 0, or the errno that kept it from starting.
int start(const std::string& program, std::vector<std::string> arguments, int output,
          pid_t& process)
{
    std::vector<char*> words;
    arguments.insert(arguments.begin(), program);
    for (auto& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
    std::string locale = "LC_ALL=C";
    const std::array<char*, 3> environment{path.data(), locale.data(), nullptr};
    const FileActions actions{output};
    return ::posix_spawn(&process, program.c_str(), actions.get(), nullptr,
                         words.data(), environment.data());
}

enum class Ended { Whole, TooMuch, TooLong };

Ended collect(int pipe, const ProgramLimits& limits, std::string& text)
{
    const auto end = std::chrono::steady_clock::now() + limits.time;
    std::array<char, 16UL * 1024> room{};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd polled{pipe, POLLIN, 0};
        if (left.count() <= 0 ||
            ::poll(&polled, 1, static_cast<int>(left.count())) == 0)
            return Ended::TooLong;
        const auto size = ::read(pipe, room.data(), room.size());
        if (size <= 0)
            return Ended::Whole;
        text.append(room.data(), static_cast<std::size_t>(size));
        if (text.size() > limits.output)
            return Ended::TooMuch;
    }
}

} // namespace

std::optional<std::string> output_of(const std::filesystem::path& program,
                                     const std::vector<std::string>& arguments,
                                     std::string& problem, const ProgramLimits& limits)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::system_error{errno, std::generic_category(), "pipe"};
    const Descriptor reading{ends[0]};
    Descriptor writing{ends[1]};
    pid_t process = 0;
    if (const int error = start(program, arguments, writing.number(), process)) {
        problem = std::generic_category().message(error);
        return std::nullopt;
    }
    writing.reset();

    std::string text;
    const auto ended = collect(reading.number(), limits, text);
    if (ended != Ended::Whole)
        ::kill(process, SIGKILL);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (ended == Ended::Whole && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return text;
    problem = ended == Ended::TooMuch   ? "it wrote too much"
              : ended == Ended::TooLong ? "it took too long"
                                        : "it failed";
    return std::nullopt;
}

} // namespace mailreeve::ctl
