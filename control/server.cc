#include "control/server.hh"

#include "mailreeve/base/thread.hh"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace mailreeve::control {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds without_descriptors{200}; // then accept(2) is tried again
constexpr milliseconds unvisited{60'000};

Deadline now()
{
    return std::chrono::steady_clock::now(); // poll(2) knows no other clock
}

void turn_away(const Descriptor& connection)
{
    const auto reply = frame({Outcome::Refused, "not allowed\n"});
    // What does not fit into an empty socket buffer is not worth waiting for.
    ::send(connection.number(), reply.data(), reply.size(), MSG_NOSIGNAL);
}

} // namespace

Server::Server(const std::filesystem::path& path, Operations& operations,
               std::function<void(const std::string& what)> failed,
               const ServerLimits& limits)
    : door_{path}, operations_{operations}, limits_{limits}, waking_{::eventfd(
                                                                 0, EFD_CLOEXEC)}
{
    if (!waking_)
        throw std::system_error{errno, std::generic_category(), "control socket"};
    thread_ = start_thread(
        "control", [this](const std::stop_token& stop) { run(stop); },
        std::move(failed));
}

Server::~Server()
{
    thread_.request_stop();
    if (thread_.joinable())
        thread_.join();
}

void Server::run(const std::stop_token& stop)
{
    const std::stop_callback waking{stop,
                                    [this] { ::eventfd_write(waking_.number(), 1); }};
    while (!stop.stop_requested())
        wait();
}

void Server::wait()
{
    const bool room = visits_.size() < limits_.connections && !short_of_descriptors_;
    std::vector<pollfd> polled{{waking_.number(), POLLIN, 0},
                               {room ? door_.descriptor() : -1, POLLIN, 0}};
    auto end = now() + (short_of_descriptors_ ? without_descriptors : unvisited);
    for (const auto& visit : visits_) {
        polled.push_back({visit.descriptor(), visit.wanted(), 0});
        end = std::min(end, visit.end());
    }
    const auto left = std::chrono::ceil<milliseconds>(end - now()).count();
    ::poll(polled.data(), polled.size(),
           static_cast<int>(std::max<std::int64_t>(left, 0)));
    short_of_descriptors_ = false;
    go_on();
    if (polled[1].revents != 0)
        let_in();
}

// None of them blocks, so those that are not ready are merely asked in vain.
void Server::go_on()
{
    const auto is_over = [this](Visit& visit) {
        return visit.end() <= now() || !visit.go_on(operations_);
    };
    visits_.erase(std::remove_if(visits_.begin(), visits_.end(), is_over),
                  visits_.end());
}

void Server::let_in()
{
    auto connection = door_.accept();
    if (!connection)
        short_of_descriptors_ = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    else if (may_enter(connection))
        visits_.emplace_back(std::move(connection), now() + limits_.patience);
    else
        turn_away(connection);
}

} // namespace mailreeve::control
