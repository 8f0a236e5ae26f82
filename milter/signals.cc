#include "milter/signals.hh"

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

namespace mailreeve::milter {

namespace {

sigset_t ours()
{
    sigset_t set{};
    sigemptyset(&set);
    for (const int signal : {SIGHUP, SIGTERM, SIGINT})
        sigaddset(&set, signal);
    return set;
}

} // namespace

Signals::Signals()
{
    const auto set = ours();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = Descriptor{::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
    wake_ = Descriptor{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (!signals_ || !wake_)
        throw std::system_error{errno, std::generic_category(), "signalfd"};
}

std::optional<Signal> Signals::next(const std::stop_token& stop) const
{
    const std::stop_callback waking{stop,
                                    [this] { ::eventfd_write(wake_.number(), 1); }};
    while (!stop.stop_requested()) {
        std::array entries{pollfd{signals_.number(), POLLIN, 0},
                           pollfd{wake_.number(), POLLIN, 0}};
        ::poll(entries.data(), entries.size(), -1);
        signalfd_siginfo info{};
        if (::read(signals_.number(), &info, sizeof info) != sizeof info)
            continue;
        return info.ssi_signo == SIGHUP ? Signal::Reload : Signal::Stop;
    }
    return std::nullopt;
}

} // namespace mailreeve::milter
