#include "milter/takeover.hh"

#include "milter/passing.hh"
#include "milter/socket_address.hh"
#include "milter/start_refused.hh"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

namespace mailreeve::milter {

namespace {

constexpr auto door = "takeover.sock";
constexpr std::chrono::milliseconds patience{
    30'000}; // for each word of the old process

void limit_waiting(int socket, std::chrono::milliseconds time)
{
    const timeval limit{time.count() / 1000, time.count() % 1000 * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool say(int socket, char letter, std::span<const int> descriptors = {})
{
    return send_with(socket, {&letter, 1}, descriptors);
}

char hear(int socket)
{
    return receive_word(socket).letter;
}

bool is_our_user(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

void expect(bool kept)
{
    if (!kept)
        throw StartRefused{Exit::System, "the running mailreeve does not hand over",
                           "stop it, then start this one"};
}

} // namespace

std::optional<Predecessor> Predecessor::find(const StateDirectory& state, TakeOver when)
{
    const auto address = SocketAddress::unix_path(state.short_path(door));
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!socket || ::connect(socket.number(), address.data(), address.size()) != 0)
        return std::nullopt;
    limit_waiting(socket.number(), patience);
    expect(say(socket.number(), when == TakeOver::Always ? 'T' : 'I'));
    auto answer = receive_word(socket.number());
    if (answer.letter == 'N')
        return std::nullopt;
    expect(answer.letter == 'Y' && answer.descriptors.size() == 2);
    Predecessor old{std::move(socket)};
    old.listener_ = std::move(answer.descriptors[0]);
    old.lock_ = std::move(answer.descriptors[1]);
    return old;
}

void Predecessor::drain(Keeps keeps) const
{
    if (!say(connection_.number(), keeps == Keeps::Listener ? 'S' : 's'))
        return;
    const char answer = hear(connection_.number());
    expect(answer == 'D' || (answer == '\0' && errno != EAGAIN));
}

void Predecessor::dismiss()
{
    say(connection_.number(), 'G');
    connection_.reset();
}

std::optional<Keeps> hand_over(const Descriptor& connection, const Heritage& heritage)
{
    const int socket = connection.number();
    limit_waiting(socket, heritage.patience);
    const char wish = hear(socket);
    const bool granted = wish == 'T' || (wish == 'I' && heritage.is_stopping());
    if (!granted) {
        say(socket, 'N');
        return std::nullopt;
    }
    if (!say(socket, 'Y', std::array{heritage.listener, heritage.lock}))
        return std::nullopt;
    const char start = hear(socket);
    if (start != 'S' && start != 's')
        return std::nullopt;
    heritage.pause();
    if (say(socket, 'D') && hear(socket) == 'G')
        return start == 'S' ? Keeps::Listener : Keeps::Nothing;
    heritage.resume();
    return std::nullopt;
}

TakeoverDoor::TakeoverDoor(const StateDirectory& state)
    : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    // Whoever holds the lock may replace what lies there.
    const auto path = state.short_path(door);
    const auto address = SocketAddress::unix_path(path);
    ::unlink(path.c_str());
    const auto mask = ::umask(0177);
    const bool bound =
        socket_ && ::bind(socket_.number(), address.data(), address.size()) == 0;
    const int error = errno;
    ::umask(mask);
    if (!bound || ::listen(socket_.number(), 4) != 0)
        throw StartRefused{Exit::CannotCreate, "cannot listen in " +
                                                   state.path().string() + ": " +
                                                   error_text(bound ? errno : error)};
}

Descriptor TakeoverDoor::accept(const std::stop_token& stop) const
{
    const std::stop_callback waking{
        stop, [this] { ::shutdown(socket_.number(), SHUT_RDWR); }};
    while (!stop.stop_requested()) {
        Descriptor connection{
            ::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (connection && is_our_user(connection.number()))
            return connection;
        if (!connection && errno != EINTR && errno != ECONNABORTED)
            ::poll(nullptr, 0, 100); // out of descriptors: no spinning
    }
    return {};
}

} // namespace mailreeve::milter
