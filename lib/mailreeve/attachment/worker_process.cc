#include "mailreeve/attachment/worker_process.hh"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace mailreeve::attachment {

namespace {

using namespace std::chrono_literals;

constexpr auto start_time = 10s; // a machine that swaps is slow to start a process

class FileActions {
public:
    explicit FileActions(int input)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        for (const int output : {STDOUT_FILENO, STDERR_FILENO})
            posix_spawn_file_actions_addopen(&actions_, output, "/dev/null", O_WRONLY,
                                             0);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

// The daemon's threads block signals, and it ignores some: its worker shall not.
class Attributes {
public:
    Attributes()
    {
        sigset_t none{};
        sigset_t all{};
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_,
                                 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

pid_t start(const std::filesystem::path& program, std::uint64_t memory, int input)
{
    std::string name = program.string();
    std::string bound = std::to_string(memory);
    const std::array<char*, 3> words{name.data(), bound.data(), nullptr};
    std::string path = "PATH=/usr/bin:/bin";
    const std::array<char*, 2> environment{path.data(), nullptr};
    const FileActions actions{input};
    const Attributes attributes;
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, name.c_str(), actions.get(), attributes.get(),
                                    words.data(), environment.data());
    if (error != 0)
        throw std::system_error{error, std::generic_category(), name};
    return pid;
}

// A message with the first byte of `bytes`, and the descriptor unless it is -1.
ssize_t send_some(int socket, std::string_view bytes, int descriptor)
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): sendmsg only reads
    iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        message.msg_control = room.data();
        message.msg_controllen = room.size();
        cmsghdr* const head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(head), &descriptor, sizeof(int));
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool is_try_again(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

WorkerProcess::WorkerProcess(const std::filesystem::path& program, std::uint64_t memory)
{
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::system_error{errno, std::generic_category(), "socketpair"};
    socket_ = Descriptor{ends[0]};
    {
        const Descriptor theirs{ends[1]};
        pid_ = start(program, memory, theirs.number());
    }
    const auto ready = receive_frame(Clock::now() + start_time);
    if (!ready || !ready->empty()) {
        stop();
        throw std::system_error{ECHILD, std::generic_category(),
                                program.string() + " did not start"};
    }
}

WorkerProcess::~WorkerProcess()
{
    stop();
}

void WorkerProcess::stop()
{
    socket_.reset();
    if (pid_ <= 0)
        return;
    ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

bool WorkerProcess::wait_for(short events, Clock::time_point end)
{
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd polled{socket_.number(), events, 0};
        const int ready =
            left <= 0 ? 0
                      : ::poll(&polled, 1, static_cast<int>(std::min(left, 60'000L)));
        if (ready > 0)
            return true;
        if (left <= 0) {
            late_ = true;
            return false;
        }
    }
}

bool WorkerProcess::send(std::string_view bytes, int descriptor, Clock::time_point end)
{
    while (!bytes.empty()) {
        const auto sent = send_some(socket_.number(), bytes, descriptor);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            descriptor = -1;
        } else if (!is_try_again(errno) || !wait_for(POLLOUT, end)) {
            return false;
        }
    }
    return true;
}

bool WorkerProcess::receive(char* room, std::size_t size, Clock::time_point end)
{
    while (size > 0) {
        if (!wait_for(POLLIN, end))
            return false;
        const auto got = ::recv(socket_.number(), room, size, MSG_DONTWAIT);
        if (got > 0) {
            room += got;
            size -= static_cast<std::size_t>(got);
        } else if (got == 0 || !is_try_again(errno)) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> WorkerProcess::receive_frame(Clock::time_point end)
{
    std::array<char, frame_head> head{};
    if (!receive(head.data(), head.size(), end))
        return std::nullopt;
    const auto size = frame_size({head.data(), head.size()});
    if (!size)
        return std::nullopt;
    std::string bytes(*size, '\0');
    if (!receive(bytes.data(), bytes.size(), end))
        return std::nullopt;
    return bytes;
}

Reply WorkerProcess::ask(const Enclosed& file, const UnpackLimits& limits,
                         Clock::time_point end)
{
    late_ = false;
    ++requests_;
    auto item = file.item;
    item.inside.clear();
    const auto request = encoded(UnpackRequest{file.size, limits, std::move(item)});
    if (!send(frame_length(request.size()), file.descriptor, end) ||
        !send(request, -1, end))
        return {why_lost(), {}};
    const auto answer = receive_frame(end);
    if (!answer)
        return {why_lost(), {}};
    auto read = decoded_item(*answer, std::size_t{limits.entries} + 1);
    if (!read)
        return {Exchange::Lost, {}};
    return {Exchange::Answered, std::move(*read)};
}

// The signal that the worker's timer of processor time ends it with: unpack/serve.cc.
Exchange WorkerProcess::why_lost()
{
    if (late_)
        return Exchange::Late;
    // Its end of the socket closes as it dies, and it is a zombie a moment later; one
    // that only closed it is ended.
    socket_.reset();
    siginfo_t how{};
    const auto end = Clock::now() + 100ms;
    while (::waitid(P_PID, static_cast<id_t>(pid_), &how,
                    WEXITED | WNOHANG | WNOWAIT) == 0 &&
           how.si_pid == 0 && Clock::now() < end)
        ::poll(nullptr, 0, 1);
    const bool spent =
        how.si_pid != 0 && how.si_code == CLD_KILLED && how.si_status == SIGPROF;
    return spent ? Exchange::SpentCpu : Exchange::Lost;
}

} // namespace mailreeve::attachment
