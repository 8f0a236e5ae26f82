#include "milter/notify.hh"

#include "milter/passing.hh"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace mailreeve::milter {

namespace {

constexpr int first_passed = 3; // SD_LISTEN_FDS_START
constexpr int most_passed = 16; // more than a milter has use for

// For a supervisor whose queue is full: signals are read by the thread that tells it.
constexpr timeval patience{1, 0};

std::optional<long> number(const std::optional<std::string>& text)
{
    long value = 0;
    if (!text)
        return std::nullopt;
    const auto* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{value}
                                                     : std::nullopt;
}

// One line each: a status must not smuggle in another assignment.
std::string assignment(std::string_view key, std::string_view value)
{
    std::string line{key};
    for (const char letter : value)
        line += letter == '\n' ? ' ' : letter;
    return line + '\n';
}

std::string monotonic_now()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::to_string(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

} // namespace

Environment process_environment()
{
    return [](const char* name) -> std::optional<std::string> {
        const char* value =
            std::getenv(name); // NOLINT(concurrency-mt-unsafe): at start
        return value != nullptr ? std::optional<std::string>{value} : std::nullopt;
    };
}

Notifier::Notifier(std::string socket) : socket_{std::move(socket)}
{
    const bool known = socket_.starts_with('/') || socket_.starts_with('@');
    if (!known || socket_.size() >= sizeof(sockaddr_un{}.sun_path))
        socket_.clear();
}

Notifier Notifier::from(const Environment& environment)
{
    return Notifier{environment("NOTIFY_SOCKET").value_or("")};
}

void Notifier::send(const std::string& text, std::span<const int> descriptors) const
{
    if (!is_heard())
        return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (socket_.front() == '@')
        address.sun_path[0] = '\0'; // the abstract name space
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    const Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    (void)::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience,
                       sizeof patience);
    const void* target = &address;
    // A supervisor that does not read is no reason to fail.
    if (::connect(socket.number(), static_cast<const sockaddr*>(target), size) == 0)
        send_with(socket.number(), text, descriptors);
}

void Notifier::ready(std::string_view status) const
{
    send("READY=1\n" + assignment("STATUS=", status));
}

void Notifier::reloading() const
{
    send("RELOADING=1\n" + assignment("MONOTONIC_USEC=", monotonic_now()));
}

void Notifier::stopping(std::string_view status) const
{
    send("STOPPING=1\n" + assignment("STATUS=", status));
}

void Notifier::status(std::string_view text) const
{
    send(assignment("STATUS=", text));
}

void Notifier::alive() const
{
    send("WATCHDOG=1\n");
}

void Notifier::keep(int descriptor, const std::string& name) const
{
    // FDPOLL=0: a listening socket is never to be thrown away for being quiet.
    send("FDSTORE=1\nFDPOLL=0\n" + assignment("FDNAME=", name), {&descriptor, 1});
}

void Notifier::forget(const std::string& name) const
{
    send("FDSTOREREMOVE=1\n" + assignment("FDNAME=", name));
}

std::optional<std::chrono::microseconds>
watchdog_interval(const Environment& environment)
{
    const auto interval = number(environment("WATCHDOG_USEC"));
    const auto whose = environment("WATCHDOG_PID");
    if (!interval || *interval <= 0 || (whose && number(whose) != ::getpid()))
        return std::nullopt;
    return std::chrono::microseconds{*interval};
}

std::vector<PassedSocket> passed_sockets(const Environment& environment)
{
    std::vector<PassedSocket> sockets;
    const auto count = number(environment("LISTEN_FDS")).value_or(0);
    if (number(environment("LISTEN_PID")) != ::getpid() || count > most_passed)
        return sockets;
    auto names = environment("LISTEN_FDNAMES").value_or("");
    for (int i = 0; i < count; ++i) {
        const auto colon = names.find(':');
        sockets.push_back({Descriptor{first_passed + i}, names.substr(0, colon)});
        ::fcntl(first_passed + i, F_SETFD, FD_CLOEXEC);
        names = colon == std::string::npos ? "" : names.substr(colon + 1);
    }
    return sockets;
}

} // namespace mailreeve::milter
