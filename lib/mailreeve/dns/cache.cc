#include "mailreeve/dns/cache.hh"

#include <algorithm>
#include <utility>

namespace mailreeve::dns {

namespace {

// What glibc's malloc takes for `size` bytes: 8 of its own, steps of 16, at least 32.
std::size_t heap_bytes(std::size_t size)
{
    return size == 0 ? 0 : std::max((size + 8 + 15) / 16 * 16, std::size_t{32});
}

std::size_t content_bytes(const std::string& text)
{
    constexpr std::size_t kept_inside = 15;
    return text.capacity() > kept_inside ? heap_bytes(text.capacity() + 1) : 0;
}

std::size_t content_bytes(const net::IpAddress& /*address*/)
{
    return 0;
}

Outcome outcome_of(const AnyAnswer& answer)
{
    return std::visit([](const auto& known) { return known.outcome; }, answer);
}

} // namespace

std::size_t Cache::bytes_of(const Entry& entry)
{
    // A node of the list (two pointers), one of the index (pointer, hash, key and
    // iterator) and its share of the buckets.
    constexpr std::size_t links = 2 * sizeof(void*);
    constexpr std::size_t index = 5 * sizeof(void*);
    const auto records = std::visit(
        [](const auto& answer) {
            std::size_t sum =
                heap_bytes(answer.records.capacity() * sizeof(answer.records.front()));
            for (const auto& record : answer.records)
                sum += content_bytes(record);
            return sum;
        },
        entry.answer);
    return heap_bytes(sizeof(Entry) + links) + heap_bytes(index) + 2 * sizeof(void*) +
           content_bytes(entry.question.key()) + records;
}

void Cache::put(const Question& question, AnyAnswer answer, std::chrono::seconds life)
{
    if (life <= std::chrono::seconds::zero())
        return;
    const bool failed = outcome_of(answer) == Outcome::Failed;
    const auto expires = clock_.now() + life;
    const std::lock_guard lock{mutex_};
    if (const auto old = by_key_.find(question.key()); old != by_key_.end())
        erase(old->second);
    entries_.push_front({question, std::move(answer), expires, 0, {}});
    auto& entry = entries_.front();
    if (failed)
        entry.era = era_;
    entry.bytes = bytes_of(entry);
    bytes_ += entry.bytes;
    by_key_.emplace(entry.question.key(), entries_.begin());
    while (bytes_ > max_bytes_)
        erase(std::prev(entries_.end()));
}

void Cache::forget_failures()
{
    const std::lock_guard lock{mutex_};
    ++era_; // they are dropped as they are found, or as the oldest
}

std::size_t Cache::bytes() const
{
    const std::lock_guard lock{mutex_};
    return bytes_;
}

std::size_t Cache::size() const
{
    const std::lock_guard lock{mutex_};
    return entries_.size();
}

Cache::Entry* Cache::find_entry(const Question& question)
{
    const auto found = by_key_.find(question.key());
    if (found == by_key_.end())
        return nullptr;
    const auto entry = found->second;
    if (clock_.now() >= entry->expires || (entry->era && *entry->era != era_)) {
        erase(entry);
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, entry);
    return &*entry;
}

void Cache::erase(Entries::iterator entry)
{
    bytes_ -= entry->bytes;
    by_key_.erase(entry->question.key());
    entries_.erase(entry);
}

} // namespace mailreeve::dns
