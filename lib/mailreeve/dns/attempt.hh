// One try: a query on its way to one server, over a socket of its own.
#pragma once

#include "mailreeve/dns/query.hh"
#include "mailreeve/dns/server.hh"
#include "mailreeve/dns/transport.hh"

#include <memory>
#include <span>
#include <vector>

namespace mailreeve::dns {

class Attempt;

// Who made the attempt. Neither function may destroy it; both may close it.
class AttemptOwner {
public:
    AttemptOwner() = default;
    virtual ~AttemptOwner() = default;
    AttemptOwner(const AttemptOwner&) = delete;
    AttemptOwner& operator=(const AttemptOwner&) = delete;

    // A message came; whether it answers the query is not yet known.
    virtual void arrived(Attempt& attempt, std::span<const std::uint8_t> message) = 0;

    // The port is closed there, or the connection has ended. The attempt is closed.
    virtual void broke(Attempt& attempt) = 0;
};

class Attempt : public Watcher {
public:
    ~Attempt() override { close(); }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    // Opens the socket and sends. On an obstacle the attempt stays closed.
    virtual Obstacle start() = 0;
    virtual bool over_tcp() const = 0;

    bool is_open() const { return static_cast<bool>(socket_); }
    void close();

    const std::shared_ptr<Server>& server() const { return server_; }
    const Query& query() const { return query_; }
    Deadline sent() const { return sent_; }

protected:
    // `transport` and `owner` must outlive the attempt.
    Attempt(Transport& transport, AttemptOwner& owner, std::shared_ptr<Server> server,
            const Query& query)
        : transport_{transport}, owner_{owner}, server_{std::move(server)}, query_{
                                                                                query}
    {
    }

    // Takes the socket into the loop and the counts.
    Obstacle take(Opened opened, EventLoop::For what);
    void fail();

    Transport& transport_;
    AttemptOwner& owner_;
    Socket socket_;
    EventLoop::Key key_ = SlotTable<Watcher>::none;

private:
    std::shared_ptr<Server> server_;
    Query query_;
    Deadline sent_{};
};

class UdpAttempt final : public Attempt {
public:
    UdpAttempt(Transport& transport, AttemptOwner& owner,
               std::shared_ptr<Server> server, const Query& query)
        : Attempt{transport, owner, std::move(server), query}
    {
    }

    Obstacle start() override;
    bool over_tcp() const override { return false; }
    void ready() override;
};

// RFC 7766: a length of two octets stands before each message.
class TcpAttempt final : public Attempt {
public:
    TcpAttempt(Transport& transport, AttemptOwner& owner,
               std::shared_ptr<Server> server, const Query& query);

    Obstacle start() override;
    bool over_tcp() const override { return true; }
    void ready() override;

private:
    void write_on();
    void read_on();
    bool read_some();

    std::vector<std::uint8_t> outgoing_;
    std::size_t written_ = 0;
    std::vector<std::uint8_t> incoming_; // its length first, then as long as that says
    std::size_t read_ = 0;
};

} // namespace mailreeve::dns
