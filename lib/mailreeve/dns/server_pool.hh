// The name servers that there are, those of them that are well, and the way back for
// the others.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/dns/probe.hh"
#include "mailreeve/dns/resolv_conf.hh"
#include "mailreeve/dns/server.hh"
#include "mailreeve/dns/settings.hh"
#include "mailreeve/dns/transport.hh"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::dns {

// For the resolver's thread, but for statistics().
class ServerPool final : private ProbeOwner {
public:
    struct Events {
        std::function<void(const std::string& text)> notice; // a line for the log
        std::function<void()> recovered; // a server is back that was not asked
    };

    // `transport` must outlive the pool.
    ServerPool(Transport& transport, const Settings& settings, Events events);

    // Whom to ask, in this order, and how often each.
    struct Choice {
        std::vector<std::shared_ptr<Server>> servers; // empty when none is well
        unsigned tries = 0;
        std::chrono::milliseconds longest_wait{0}; // between tries
    };
    Choice choose();

    void answered(Server& server, Deadline sent, Deadline now) override;
    void unanswered(Server& server, Deadline sent);

    // When a server came back the last time; the start of time if never.
    Deadline last_recovery() const { return last_recovery_; }

    std::vector<ServerStatistics> statistics() const; // from any thread

private:
    struct Seat {
        std::shared_ptr<Server> server;
        std::unique_ptr<Probe> probe;
    };

    void probe_unanswered(Server& server) override;
    void look_at_file();
    void seat(const std::vector<ServerAddress>& addresses);
    Seat seat_for(const ServerAddress& address);
    void notice(const std::string& text) const;

    Transport& transport_;
    const Events events_;
    std::optional<ResolvConfFile> file_;
    Deadline next_look_{};
    bool rotate_ = false;
    std::size_t turn_ = 0;
    const unsigned configured_tries_;
    unsigned tries_;
    std::chrono::milliseconds longest_wait_{0};
    std::vector<Seat> seats_;
    Guarded<std::vector<std::shared_ptr<Server>>> shown_;
    Deadline last_recovery_{};
};

} // namespace mailreeve::dns
