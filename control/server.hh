// The daemon's side of the control socket.
#pragma once

#include "control/door.hh"
#include "control/operations.hh"
#include "control/visit.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/descriptor.hh"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace mailreeve::control {

struct ServerLimits {
    std::size_t connections = 8;                // more wait in the backlog
    std::chrono::milliseconds patience{10'000}; // for a request, and to take the reply
};

// One thread, whatever the number of connections; mail never waits for it. Who is
// neither root nor our own user is turned away, whatever the mode of the socket.
class Server {
public:
    // `operations` must outlive it; `failed` is told, on the server's thread, should it
    // end before its time. Throws as Door, and std::system_error.
    Server(const std::filesystem::path& path, Operations& operations,
           std::function<void(const std::string& what)> failed,
           const ServerLimits& limits = {});

    // Ends the thread: an operation that is under way is waited for. The socket file
    // stays (door.hh).
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

private:
    void run(const std::stop_token& stop);
    void wait();
    void let_in();
    void go_on();

    Door door_;
    Operations& operations_;
    ServerLimits limits_;
    Descriptor waking_; // an eventfd
    bool short_of_descriptors_ = false;
    std::vector<Visit> visits_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace mailreeve::control
