// What the DNS said lately, bounded in bytes; the least recently used goes first.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/answer.hh"
#include "mailreeve/dns/question.hh"

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace mailreeve::dns {

// NameAnswer and TextAnswer are one type.
using AnyAnswer = std::variant<AddressAnswer, TextAnswer>;

// Thread-safe.
class MAILREEVE_API Cache {
public:
    // `clock` must outlive the cache.
    Cache(std::size_t max_bytes, const Clock& clock)
        : max_bytes_{max_bytes}, clock_{clock}
    {
    }

    // What is remembered, with the seconds that are left of it as its TTL (0 for a
    // failure). `Wanted` is the kind of answer that questions of this type have.
    template <class Wanted>
    std::optional<Wanted> find(const Question& question);

    // Remembers `answer` for `life`; does nothing when that is zero.
    void put(const Question& question, AnyAnswer answer, std::chrono::seconds life);

    // No failure is remembered any more: the servers are back.
    void forget_failures();

    std::size_t bytes() const; // as counted, with what the heap adds
    std::size_t size() const;  // answers

private:
    struct Entry {
        Question question;
        AnyAnswer answer;
        Deadline expires;
        std::size_t bytes = 0;
        std::optional<std::uint64_t> era; // of a failure
    };
    using Entries = std::list<Entry>;

    Entry* find_entry(const Question& question);
    void erase(Entries::iterator entry);
    static std::size_t bytes_of(const Entry& entry);

    const std::size_t max_bytes_;
    const Clock& clock_;

    mutable std::mutex mutex_;
    Entries entries_; // the latest used first
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
    std::size_t bytes_ = 0;
    std::uint64_t era_ = 0;
};

template <class Wanted>
std::optional<Wanted> Cache::find(const Question& question)
{
    const std::lock_guard lock{mutex_};
    const auto* entry = find_entry(question);
    const auto* known =
        entry == nullptr ? nullptr : std::get_if<Wanted>(&entry->answer);
    if (known == nullptr)
        return std::nullopt;
    auto answer = *known;
    if (answer.outcome != Outcome::Failed)
        answer.ttl =
            std::chrono::ceil<std::chrono::seconds>(entry->expires - clock_.now());
    return answer;
}

} // namespace mailreeve::dns
