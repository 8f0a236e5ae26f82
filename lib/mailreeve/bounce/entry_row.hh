// An entry of the ledger as a row of its table.
#pragma once

#include "mailreeve/bounce/ledger.hh"
#include "mailreeve/store/migrations.hh"

#include <cstddef>
#include <optional>
#include <vector>

namespace mailreeve::bounce {

// The table of each file of the ledger.
extern const store::Schema stamps_schema;

// What an address or an id may have at most in a row; the rest is cut off.
inline constexpr std::size_t max_row_address = 2048;
inline constexpr std::size_t max_row_id = 256;

// All throw store::StoreError: Content for a row that is none of ours.
void insert(store::Database& database, const Entry& entry);
std::optional<Entry> find(store::Database& database, const Nonce& nonce);

// Adds the newest of that message to `found`, up to `max` of them in all.
void find(store::Database& database, const MessageHash& message, std::size_t max,
          std::vector<Entry>& found);

// A time as a number of seconds, and back.
std::int64_t row_time(WallTime time);
WallTime time_of_row(std::int64_t seconds);

inline constexpr std::int64_t max_row_time = 9'000'000'000; // a WallTime ends in 2262

} // namespace mailreeve::bounce
