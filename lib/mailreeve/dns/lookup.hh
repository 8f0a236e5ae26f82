// One question of a caller, through as many exchanges as its CNAMEs demand.
#pragma once

#include "mailreeve/dns/cache.hh"
#include "mailreeve/dns/chain.hh"
#include "mailreeve/dns/exchange.hh"

#include <functional>
#include <memory>
#include <vector>

namespace mailreeve::dns {

// An answer, and how long it may be remembered.
struct Resolved {
    AnyAnswer answer;
    std::chrono::seconds life{0};
    Failure failure = Failure::None;
};

// A failed answer of the kind that questions of `type` have.
AnyAnswer failed_answer(Type type, Failure failure);

// For the resolver's thread.
class Lookup {
public:
    // `transport` and `pool` must outlive the lookup. `done` is called once, and not
    // before start(); it may not destroy the lookup.
    Lookup(Transport& transport, ServerPool& pool, Question question, Deadline deadline,
           std::function<void(Lookup&, Resolved)> done);

    void start();

    const Question& question() const { return question_; }
    Deadline deadline() const { return deadline_; }

private:
    void ask(Question question);
    void received(Exchange::Result result);
    void followed(const Reply& reply, Chain chain);
    void found(Chain chain);
    void absent(const Reply& reply, const Chain& chain);
    void failed(Failure failure);

    Transport& transport_;
    ServerPool& pool_;
    const Question question_;
    const Deadline deadline_;
    const std::function<void(Lookup&, Resolved)> done_;

    std::vector<Question> asked_; // the question, then where its CNAMEs led
    std::vector<std::unique_ptr<Exchange>> exchanges_;
    int cnames_ = 0;
    std::uint32_t least_ttl_ = greatest_ttl;
};

} // namespace mailreeve::dns
