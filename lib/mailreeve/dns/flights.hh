// Questions that are on their way: equal ones share one lookup.
#pragma once

#include "mailreeve/base/future.hh"
#include "mailreeve/dns/cache.hh"

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace mailreeve::dns {

// Thread-safe.
class Flights {
public:
    enum class Boarding {
        Joined, // another has asked the same
        First,  // the caller must see to the answer
        Known,  // it has just come into the cache
        Full,   // over the limit
        Closed,
    };

    template <class Wanted>
    struct Boarded {
        Boarding how;
        std::optional<Future<Wanted>> future; // none when Full or Closed
    };

    // `cache` must outlive it.
    Flights(Cache& cache, std::size_t limit) : cache_{cache}, limit_{limit} {}

    template <class Wanted>
    Boarded<Wanted> board(const Question& question);

    // The question is no longer on its way. Nothing happens when it was not.
    void land(const Question& question, const AnyAnswer& answer);

    // Gives every question, and every one to come, a failure.
    void close();

private:
    using AnyPromise = std::variant<Promise<AddressAnswer>, Promise<TextAnswer>>;

    std::optional<AnyPromise> take(const Question& question);

    Cache& cache_;
    const std::size_t limit_;
    std::mutex mutex_;
    bool closed_ = false;
    std::unordered_map<std::string, AnyPromise> flights_; // by Question::key()
};

template <class Wanted>
Flights::Boarded<Wanted> Flights::board(const Question& question)
{
    const std::lock_guard lock{mutex_};
    if (closed_)
        return {Boarding::Closed, {}};
    if (const auto found = flights_.find(question.key()); found != flights_.end())
        return {Boarding::Joined, std::get<Promise<Wanted>>(found->second).future()};
    // An answer is put into the cache before its flight lands; so this sees it.
    if (auto known = cache_.find<Wanted>(question))
        return {Boarding::Known, Future<Wanted>::ready(std::move(*known))};
    if (flights_.size() >= limit_)
        return {Boarding::Full, {}};
    const Promise<Wanted> promise;
    flights_.emplace(question.key(), promise);
    return {Boarding::First, promise.future()};
}

} // namespace mailreeve::dns
