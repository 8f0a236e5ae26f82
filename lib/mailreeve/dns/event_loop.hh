// Waiting for sockets and for time, on one thread.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/slot_table.hh"
#include "mailreeve/dns/socket.hh"

#include <queue>
#include <vector>

namespace mailreeve::dns {

// Something that waits for a socket. `ready` may remove any watcher and alarm.
class Watcher {
public:
    Watcher() = default;
    virtual ~Watcher() = default;
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    virtual void ready() = 0;
};

// Something that waits for a point in time.
class Alarm {
public:
    Alarm() = default;
    virtual ~Alarm() = default;
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    virtual void due() = 0;
};

// epoll(7) and a heap of alarms. For one thread, but for wake().
class EventLoop {
public:
    using Key = SlotTable<Watcher>::Key;

    enum class For { Reading, Writing };

    // Throws std::system_error.
    EventLoop();

    // Calls `watcher` whenever `socket` is ready, or broken, until forget(). Returns
    // SlotTable::none when the kernel has no room. Close the socket after forget():
    // that takes it out of the epoll set.
    Key watch(const Socket& socket, For what, Watcher& watcher);
    void change(Key key, const Socket& socket, For what);
    void forget(Key key);

    // Calls `alarm` once, not before `when`.
    Key set(Deadline when, Alarm& alarm);
    void cancel(Key key);

    // Ends the wait of turn(). From any thread.
    void wake();

    // Waits for what comes next, and serves it and all that is due. Throws
    // std::system_error when it cannot wait.
    void turn();

private:
    struct Appointment {
        Deadline when;
        Key key{};
        bool operator>(const Appointment& other) const { return when > other.when; }
    };

    int milliseconds_to_next();
    void ring();

    Socket epoll_;
    Socket wakeup_;
    SlotTable<Watcher> watchers_;
    SlotTable<Alarm> alarms_;
    // One that was cancelled stays here until its time and then finds nothing.
    std::priority_queue<Appointment, std::vector<Appointment>, std::greater<>>
        appointments_;
};

} // namespace mailreeve::dns
