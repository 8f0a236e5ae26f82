// The resolver's thread and what it shares with those who ask.
#pragma once

#include "mailreeve/base/guarded.hh"
#include "mailreeve/dns/flights.hh"
#include "mailreeve/dns/lookup.hh"
#include "mailreeve/dns/settings.hh"

#include <deque>
#include <memory>
#include <stop_token>
#include <thread>
#include <unordered_map>
#include <vector>

namespace mailreeve::dns {

class Engine {
public:
    // `clock` says how old an answer is; it must outlive the engine. Throws
    // std::system_error when there is no epoll or no thread to be had.
    Engine(const Settings& settings, const Clock& clock,
           std::function<void(const std::string&)> notice);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Thread-safe. A name that cannot be asked for comes as nothing.
    template <class Wanted>
    Future<Wanted> ask(const std::optional<Question>& question);

    Statistics statistics() const; // thread-safe

private:
    struct Start {
        Question question;
        Deadline deadline;
    };

    template <class Wanted>
    Future<Wanted> turned_away(Failure failure);
    void start_soon(const Question& question);

    // On the resolver's thread.
    void run(const std::stop_token& stop);
    void take_inbox();
    void start_waiting();
    void start(Start start);
    void finished(Lookup& lookup, Resolved resolved);
    std::chrono::seconds failure_life(const Lookup& lookup, Failure failure) const;
    void show_load();

    const Settings settings_;
    Counters counters_;
    Cache cache_;
    Flights flights_;
    Guarded<std::vector<Start>> inbox_;

    Transport transport_;
    ServerPool pool_;
    std::unordered_map<Lookup*, std::unique_ptr<Lookup>> lookups_;
    std::vector<std::unique_ptr<Lookup>> finished_; // until no frame is theirs
    std::deque<Start> waiting_;

    std::jthread thread_; // the last: it uses all of the above
};

template <class Wanted>
Future<Wanted> Engine::ask(const std::optional<Question>& question)
{
    ++counters_.questions;
    if (!question)
        return turned_away<Wanted>(Failure::BadName);
    if (auto known = cache_.find<Wanted>(*question)) {
        ++counters_.cache_hits;
        return Future<Wanted>::ready(std::move(*known));
    }
    auto boarded = flights_.board<Wanted>(*question);
    switch (boarded.how) {
    case Flights::Boarding::Joined:
        ++counters_.joined;
        break;
    case Flights::Boarding::Known:
        ++counters_.cache_hits;
        break;
    case Flights::Boarding::First:
        start_soon(*question);
        break;
    case Flights::Boarding::Full:
        return turned_away<Wanted>(Failure::OverLimit);
    case Flights::Boarding::Closed:
        return turned_away<Wanted>(Failure::ShuttingDown);
    }
    return *boarded.future;
}

template <class Wanted>
Future<Wanted> Engine::turned_away(Failure failure)
{
    counters_.failed(failure);
    return Future<Wanted>::ready({Outcome::Failed, failure, {}, {}});
}

} // namespace mailreeve::dns
