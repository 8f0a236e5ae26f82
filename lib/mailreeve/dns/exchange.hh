// One question put to the servers, as often as need be, until one answers it.
#pragma once

#include "mailreeve/dns/attempt.hh"
#include "mailreeve/dns/reply.hh"
#include "mailreeve/dns/server_pool.hh"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace mailreeve::dns {

// The servers are asked in turn, each `tries` times; the next when one says that it
// cannot (at once) or is silent for its usual round trip. Earlier tries go on
// listening: an answer to any of them counts. For the resolver's thread.
class Exchange final : private AttemptOwner, private Alarm {
public:
    // A readable NOERROR or NXDOMAIN, complete and no referral; or why there is none.
    using Result = std::variant<Reply, Failure>;

    // `transport` and `pool` must outlive the exchange. `done` is called once, and not
    // before start(); it may not destroy the exchange.
    Exchange(Transport& transport, ServerPool& pool, Question question,
             Deadline deadline, std::function<void(Result)> done);
    ~Exchange() override { transport_.loop.cancel(alarm_); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    void start();

private:
    struct Candidate {
        std::shared_ptr<Server> server;
        Failure refusal = Failure::None; // it has said that it cannot
        Edns edns = Edns::Yes;
    };

    void next_try();
    Candidate* next_candidate();
    bool ask(Candidate& candidate, std::unique_ptr<Attempt> attempt);
    std::unique_ptr<Attempt> over_udp(const Candidate& candidate);
    std::unique_ptr<Attempt> over_tcp(const Candidate& candidate);
    Query new_query(Edns edns);
    bool make_room();
    std::chrono::microseconds usual_wait(const Candidate& candidate) const;
    void set_alarm(Deadline when); // or the deadline, if that is earlier
    AttemptOwner& owner_of_attempts() { return *this; }

    void due() override;
    void arrived(Attempt& attempt, std::span<const std::uint8_t> message) override;
    void broke(Attempt& attempt) override;

    void judge(Candidate& candidate, Attempt& attempt, Reply reply);
    void refused(Candidate& candidate, Failure why);
    void fall_back(Candidate& candidate, std::unique_ptr<Attempt> attempt);
    Candidate& candidate_of(const Attempt& attempt);
    void close_attempts_to(const Server& server);
    bool any_open() const;
    Failure verdict() const;
    void settle_accounts();
    void finish(Result result);

    Transport& transport_;
    ServerPool& pool_;
    const Question question_;
    const Deadline deadline_;
    const std::function<void(Result)> done_;

    std::vector<Candidate> candidates_;
    unsigned tries_ = 0;
    std::chrono::microseconds longest_wait_{0};
    std::size_t turn_ = 0; // tries over UDP so far
    std::vector<std::unique_ptr<Attempt>> attempts_;
    bool latest_heard_ = true; // or counted as silent
    bool shortage_ = false;
    bool finished_ = false;
    EventLoop::Key alarm_ = SlotTable<Alarm>::none;
};

} // namespace mailreeve::dns
