#include "mailreeve/dns/engine.hh"

#include "mailreeve/base/thread.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

// A question whose first try is lost has two sockets for a while.
constexpr std::size_t sockets_per_question = 2;

// Failures that say something about the question, not about us.
bool is_worth_remembering(Failure failure)
{
    return failure == Failure::Timeout || failure == Failure::ServerFailure ||
           failure == Failure::Refused || failure == Failure::Malformed ||
           failure == Failure::ChainTooLong;
}

} // namespace

Engine::Engine(const Settings& settings, const Clock& clock,
               std::function<void(const std::string&)> notice)
    : settings_{settings}, cache_{settings.cache_size.bytes, clock},
      flights_{cache_, std::size_t{settings.in_flight} + settings.waiting},
      transport_{{},
                 {},
                 counters_,
                 settings.mixed_case,
                 sockets_per_question * settings.in_flight,
                 0,
                 {}},
      pool_{transport_, settings, {notice, [this] { cache_.forget_failures(); }}}
{
    thread_ = start_thread(
        "dns", [this](const std::stop_token& stop) { run(stop); },
        [this, notice = std::move(notice)](const std::string& what) {
            flights_.close();
            if (notice)
                notice("resolver stopped: " + what);
        });
}

Engine::~Engine()
{
    thread_.request_stop();
    thread_.join();
    flights_.close(); // also when the thread ended early
}

Statistics Engine::statistics() const
{
    Statistics now;
    now.questions = counters_.questions.load();
    now.cache_hits = counters_.cache_hits.load();
    now.joined = counters_.joined.load();
    now.started = counters_.started.load();
    now.queries = counters_.queries.load();
    now.retries = counters_.retries.load();
    now.tcp = counters_.tcp.load();
    now.mismatches = counters_.mismatches.load();
    std::ranges::transform(counters_.failures, now.failures.begin(),
                           [](const Counters::Count& count) { return count.load(); });
    now.in_flight = counters_.in_flight.load();
    now.waiting = counters_.waiting.load();
    now.cache_bytes = cache_.bytes();
    now.cache_answers = cache_.size();
    now.servers = pool_.statistics();
    return now;
}

void Engine::start_soon(const Question& question)
{
    ++counters_.started;
    const auto deadline = std::chrono::steady_clock::now() + settings_.budget;
    const bool first = inbox_.with([&](std::vector<Start>& inbox) {
        inbox.push_back({question, deadline});
        return inbox.size() == 1;
    });
    if (first) // otherwise the thread has been woken, and has not looked yet
        transport_.loop.wake();
}

void Engine::run(const std::stop_token& stop)
{
    const std::stop_callback wake{stop, [this] { transport_.loop.wake(); }};
    while (!stop.stop_requested()) {
        take_inbox();
        start_waiting();
        show_load();
        transport_.loop.turn();
        finished_.clear();
    }
    flights_.close();
}

void Engine::take_inbox()
{
    std::vector<Start> inbox;
    inbox_.with([&](std::vector<Start>& shared) { inbox.swap(shared); });
    std::ranges::move(inbox, std::back_inserter(waiting_));
}

void Engine::start_waiting()
{
    while (!waiting_.empty() && lookups_.size() < settings_.in_flight) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        start(std::move(next));
    }
}

void Engine::start(Start start)
{
    if (std::chrono::steady_clock::now() >= start.deadline) {
        counters_.failed(Failure::OverLimit);
        flights_.land(start.question,
                      failed_answer(start.question.type(), Failure::OverLimit));
        return;
    }
    auto lookup = std::make_unique<Lookup>(transport_, pool_, std::move(start.question),
                                           start.deadline,
                                           [this](Lookup& done, Resolved resolved) {
                                               finished(done, std::move(resolved));
                                           });
    auto& started = *lookup;
    lookups_.emplace(&started, std::move(lookup));
    started.start();
}

void Engine::finished(Lookup& lookup, Resolved resolved)
{
    if (resolved.failure != Failure::None) {
        counters_.failed(resolved.failure);
        resolved.life = failure_life(lookup, resolved.failure);
    }
    cache_.put(lookup.question(), resolved.answer, resolved.life);
    auto node = lookups_.extract(&lookup);
    finished_.push_back(std::move(node.mapped()));
    flights_.land(lookup.question(), resolved.answer);
}

std::chrono::seconds Engine::failure_life(const Lookup& lookup, Failure failure) const
{
    // One that fell into a silence of the servers says nothing of the question.
    const bool servers_were_silent =
        lookup.deadline() - settings_.budget < pool_.last_recovery();
    if (!is_worth_remembering(failure) || servers_were_silent)
        return std::chrono::seconds{0};
    return settings_.failure_memory;
}

void Engine::show_load()
{
    counters_.in_flight.store(lookups_.size(), std::memory_order_relaxed);
    counters_.waiting.store(waiting_.size(), std::memory_order_relaxed);
}

} // namespace mailreeve::dns
