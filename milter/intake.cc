#include "milter/intake.hh"

#include "milter/socket_address.hh"
#include "milter/start_refused.hh"

#include <libmilter/mfapi.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace mailreeve::milter {

namespace {

// A socket below our own directory, whose name is gone before it listens.
Descriptor make_dead_end(const StateDirectory& state)
{
    const auto path = state.short_path("shut." + std::to_string(::getpid()));
    const auto address = SocketAddress::unix_path(path);
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    ::unlink(path.c_str());
    const bool bound =
        socket && ::bind(socket.number(), address.data(), address.size()) == 0;
    const int error = errno;
    ::unlink(path.c_str());
    if (!bound || ::listen(socket.number(), 1) != 0)
        throw StartRefused{Exit::System, "cannot make a socket in " +
                                             state.path().string() + ": " +
                                             error_text(bound ? errno : error)};
    return socket;
}

// A descriptor that listens on `address`; -1: none.
int find_listening(const std::string& address)
{
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::directory_iterator{"/proc/self/fd", ignored}) {
        const int number = std::atoi(entry.path().filename().c_str()); // NOLINT: digits
        int listening = 0;
        socklen_t size = sizeof listening;
        if (::getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 ||
            listening == 0)
            continue;
        const auto bound = SocketAddress::of(number);
        if (bound && bound->text() == address)
            return number;
    }
    return -1;
}

// One that nobody else sends.
int wake_signal()
{
    return SIGRTMIN + 3;
}

[[noreturn]] void refuse(const std::string& what)
{
    throw StartRefused{Exit::System, "libmilter: " + what};
}

} // namespace

Intake::Intake(Listener& listener, const StateDirectory& state, const Options& options)
    : listener_{listener}, dead_end_{make_dead_end(state)}
{
    smfi_settimeout(static_cast<int>(options.idle.count()));
    smfi_setbacklog(options.backlog);

    Descriptor copy{::fcntl(listener.descriptor(), F_DUPFD_CLOEXEC, 3)};
    auto name = "fd:" + std::to_string(copy.number());
    const bool taken = options.by_descriptor && copy &&
                       smfi_setconn(name.data()) == MI_SUCCESS &&
                       smfi_opensocket(false) == MI_SUCCESS;
    if (taken)
        libmilters_ = copy.release();
    else
        open_by_name(options.backlog);
}

// A libmilter without Debian's patch ("unknown socket type fd").
void Intake::open_by_name(int backlog)
{
    if (listener_.source() != Listener::Source::Opened)
        refuse("this one cannot take over a socket that is open already");
    auto name = listener_.address();
    listener_.vacate();
    smfi_setbacklog(backlog);
    const auto mask = ::umask(0177);
    const bool opened =
        smfi_setconn(name.data()) == MI_SUCCESS && smfi_opensocket(false) == MI_SUCCESS;
    ::umask(mask);
    libmilters_ = opened ? find_listening(listener_.address()) : -1;
    if (libmilters_ < 0)
        refuse("cannot listen on " + name);
    listener_.reopened(Descriptor{::fcntl(libmilters_, F_DUPFD_CLOEXEC, 3)});
}

void Intake::shut(Reason reason)
{
    const std::lock_guard lock{mutex_};
    reasons_ |= static_cast<unsigned>(reason);
    apply();
}

void Intake::open(Reason reason)
{
    const std::lock_guard lock{mutex_};
    reasons_ &= ~static_cast<unsigned>(reason);
    apply();
}

bool Intake::is_shut() const
{
    const std::lock_guard lock{mutex_};
    return reasons_ != 0;
}

// libmilter waits for up to five seconds on what the descriptor was before: the signal
// makes it look again. It may still have seen a connection to the one and then accept
// from the other: that is why neither blocks.
void Intake::apply()
{
    const auto in_place = reasons_ != 0 ? dead_end_.number() : listener_.descriptor();
    ::dup3(in_place, libmilters_, O_CLOEXEC);
    if (acceptor_)
        pthread_kill(*acceptor_, wake_signal());
}

void Intake::serve()
{
    struct sigaction nothing {};
    nothing.sa_handler = [](int) {};
    ::sigaction(wake_signal(), &nothing, nullptr); // interrupts poll(2), that is all
    {
        const std::lock_guard lock{mutex_};
        acceptor_ = pthread_self();
    }
    smfi_main();
}

} // namespace mailreeve::milter
