// Asking a server that has fallen silent something that it must know, until it answers.
#pragma once

#include "mailreeve/dns/attempt.hh"

#include <memory>
#include <vector>

namespace mailreeve::dns {

// Who is told what the probes found.
class ProbeOwner {
public:
    ProbeOwner() = default;
    virtual ~ProbeOwner() = default;
    ProbeOwner(const ProbeOwner&) = delete;
    ProbeOwner& operator=(const ProbeOwner&) = delete;

    virtual void answered(Server& server, Deadline sent, Deadline now) = 0;
    virtual void probe_unanswered(Server& server) = 0;
};

// Asks for the root's name servers: any answer, REFUSED too, is a sign of life.
class Probe final : private AttemptOwner, private Alarm {
public:
    // How often a server that is unwell is probed; it is back at most this, and a round
    // trip, after it answers again.
    static constexpr std::chrono::milliseconds interval{500};

    // All of them must outlive the probe.
    Probe(Transport& transport, ProbeOwner& owner, std::shared_ptr<Server> server)
        : transport_{transport}, owner_{owner}, server_{std::move(server)}
    {
    }
    ~Probe() override { transport_.loop.cancel(alarm_); }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    // Goes on by itself until the server is well. Does nothing when it is running.
    void start();

private:
    void send();
    void stop();
    void due() override;
    void arrived(Attempt& attempt, std::span<const std::uint8_t> message) override;
    void broke(Attempt& attempt) override;
    Deadline next_probe() const;

    Transport& transport_;
    ProbeOwner& owner_;
    std::shared_ptr<Server> server_;
    bool running_ = false;
    std::unique_ptr<Attempt> earlier_; // still listening
    std::unique_ptr<Attempt> latest_;
    EventLoop::Key alarm_ = SlotTable<Alarm>::none;
};

} // namespace mailreeve::dns
