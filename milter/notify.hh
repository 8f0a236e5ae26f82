// What systemd is told, and what it hands over (sd_notify(3), sd_listen_fds(3)): the
// protocols themselves, which are a datagram and three variables.
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

// The value of a variable; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// That of this process. Read it before there are threads.
Environment process_environment();

// Tells whoever supervises us. Thread-safe; without a supervisor it does nothing.
class Notifier {
public:
    // `socket` as in NOTIFY_SOCKET: a path, or @name; empty: nobody listens.
    explicit Notifier(std::string socket = {});
    static Notifier from(const Environment& environment);

    bool is_heard() const { return !socket_.empty(); }

    void ready(std::string_view status) const;
    void reloading() const;
    void stopping(std::string_view status) const;
    void status(std::string_view text) const;
    void alive() const; // WATCHDOG=1

    // Has systemd hold the socket over a restart (FileDescriptorStoreMax=), or let go.
    void keep(int descriptor, const std::string& name) const;
    void forget(const std::string& name) const;

private:
    void send(const std::string& text, std::span<const int> descriptors = {}) const;

    std::string socket_;
};

// How often systemd wants to hear that we are alive; nothing where it does not ask.
std::optional<std::chrono::microseconds>
watchdog_interval(const Environment& environment);

struct PassedSocket {
    Descriptor socket;
    std::string name; // FileDescriptorName= of the .socket unit, or that of keep()
};

// Those that are meant for this process. Once: they are taken over.
std::vector<PassedSocket> passed_sockets(const Environment& environment);

} // namespace mailreeve::milter
