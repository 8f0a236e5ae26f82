// Keys and when they were first and last seen: bounded, the least recently used go.
#pragma once

#include "mailreeve/base/api.hh"

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mailreeve::rbl {

// Wall time in whole seconds since 1970: what a row on disk holds.
using WallSeconds = std::chrono::sys_seconds;

struct SeenKey {
    std::string key;
    WallSeconds first;
    WallSeconds last;
    WallSeconds written; // the `last` that is on disk

    bool operator==(const SeenKey&) const = default;
};

// Not thread-safe.
class RecentKeys {
public:
    explicit RecentKeys(std::size_t max_rows) : max_rows_{max_rows} {}

    // The key's row, made with first = last = now if there is none, and now the most
    // recently used. It lives until the next call.
    SeenKey& touch(const std::string& key, WallSeconds now);

    // Puts in a row that was read, as the least recently used; nothing when full.
    void restore(SeenKey row);

    // Takes out the least recently used while there are too many: the caller forgets
    // them on disk as well.
    std::vector<std::string> evict();

    // Takes out what was not used since `before`.
    void expire(WallSeconds before);

    std::size_t size() const { return index_.size(); }

private:
    using Rows = std::list<SeenKey>; // most recently used first

    std::size_t max_rows_;
    Rows rows_;
    std::unordered_map<std::string_view, Rows::iterator> index_; // views into rows_
};

} // namespace mailreeve::rbl
