// The tables of a database, made and brought up to date.
#pragma once

#include "mailreeve/store/database.hh"

#include <span>
#include <string_view>

namespace mailreeve::store {

// The tables of one subject. Several subjects share a file, so each has its version,
// which is the number of its steps that were taken. Steps are only ever added at the
// end; each is fixed SQL text.
struct Schema {
    std::string_view subject; // "first_seen"
    std::span<const char* const> steps;
};

// Takes the steps that are missing, all in one transaction; writes nothing when none
// is. Throws StoreError: Newer, with a hint, when a later mailreeve wrote the file
// (nothing is changed then), Other when it is another program's database.
MAILREEVE_API void migrate(Database& database, std::span<const Schema> schemas);

} // namespace mailreeve::store
