#include "mailreeve/rbl/recent_keys.hh"

#include <iterator>
#include <utility>

namespace mailreeve::rbl {

SeenKey& RecentKeys::touch(const std::string& key, WallSeconds now)
{
    if (const auto found = index_.find(key); found != index_.end()) {
        rows_.splice(rows_.begin(), rows_, found->second);
        return rows_.front();
    }
    rows_.push_front({key, now, now, {}});
    index_.emplace(rows_.front().key, rows_.begin());
    return rows_.front();
}

void RecentKeys::restore(SeenKey row)
{
    if (rows_.size() >= max_rows_ || index_.contains(row.key))
        return;
    rows_.push_back(std::move(row));
    index_.emplace(rows_.back().key, std::prev(rows_.end()));
}

std::vector<std::string> RecentKeys::evict()
{
    std::vector<std::string> gone;
    while (rows_.size() > max_rows_) {
        index_.erase(rows_.back().key);
        gone.push_back(rows_.back().key);
        rows_.pop_back();
    }
    return gone;
}

void RecentKeys::expire(WallSeconds before)
{
    while (!rows_.empty() && rows_.back().last < before) {
        index_.erase(rows_.back().key);
        rows_.pop_back();
    }
}

} // namespace mailreeve::rbl
