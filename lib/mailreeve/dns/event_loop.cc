#include "mailreeve/dns/event_loop.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mailreeve::dns {

namespace {

epoll_event event_for(EventLoop::For what, EventLoop::Key key)
{
    epoll_event event{};
    event.events = what == EventLoop::For::Reading ? EPOLLIN : EPOLLOUT;
    event.data.u64 = key;
    return event;
}

[[noreturn]] void give_up(const char* what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

} // namespace

EventLoop::EventLoop()
    : epoll_{epoll_create1(EPOLL_CLOEXEC)}, wakeup_{
                                                eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    auto event = event_for(For::Reading, SlotTable<Watcher>::none);
    if (!epoll_ || !wakeup_ ||
        epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, wakeup_.fd(), &event) != 0)
        give_up("epoll");
}

EventLoop::Key EventLoop::watch(const Socket& socket, For what, Watcher& watcher)
{
    const auto key = watchers_.add(watcher);
    auto event = event_for(what, key);
    if (epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, socket.fd(), &event) == 0)
        return key;
    watchers_.remove(key);
    return SlotTable<Watcher>::none;
}

void EventLoop::change(Key key, const Socket& socket, For what)
{
    auto event = event_for(what, key);
    if (epoll_ctl(epoll_.fd(), EPOLL_CTL_MOD, socket.fd(), &event) != 0)
        give_up("epoll_ctl"); // only a bug makes it fail for a socket that is watched
}

void EventLoop::forget(Key key)
{
    watchers_.remove(key);
}

EventLoop::Key EventLoop::set(Deadline when, Alarm& alarm)
{
    const auto key = alarms_.add(alarm);
    appointments_.push({when, key});
    return key;
}

void EventLoop::cancel(Key key)
{
    alarms_.remove(key);
}

void EventLoop::wake()
{
    const std::uint64_t one = 1;
    // Full only when a wakeup is pending anyway.
    [[maybe_unused]] const auto written = write(wakeup_.fd(), &one, sizeof one);
}

void EventLoop::turn()
{
    std::array<epoll_event, 256> events{};
    const int count =
        epoll_wait(epoll_.fd(), events.data(), events.size(), milliseconds_to_next());
    if (count < 0 && errno != EINTR)
        give_up("epoll_wait");
    for (int i = 0; i < count; ++i) {
        const auto key = events[static_cast<std::size_t>(i)].data.u64;
        if (auto* watcher = watchers_.find(key)) {
            watcher->ready();
        } else if (key == SlotTable<Watcher>::none) {
            std::uint64_t wakeups = 0;
            [[maybe_unused]] const auto got =
                read(wakeup_.fd(), &wakeups, sizeof wakeups);
        }
    }
    ring();
}

int EventLoop::milliseconds_to_next()
{
    while (!appointments_.empty() && alarms_.find(appointments_.top().key) == nullptr)
        appointments_.pop();
    if (appointments_.empty())
        return -1;
    const auto left = appointments_.top().when - std::chrono::steady_clock::now();
    const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(
        std::clamp(whole, decltype(whole){0}, decltype(whole){3'600'000}));
}

void EventLoop::ring()
{
    const auto now = std::chrono::steady_clock::now();
    while (!appointments_.empty() && appointments_.top().when <= now) {
        const auto key = appointments_.top().key;
        appointments_.pop();
        if (auto* alarm = alarms_.find(key)) {
            alarms_.remove(key);
            alarm->due();
        }
    }
}

} // namespace mailreeve::dns
