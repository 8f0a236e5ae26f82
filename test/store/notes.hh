// A small table for the tests of this room.
#pragma once

#include "mailreeve/store/migrations.hh"
#include "mailreeve/store/statement.hh"

#include <array>
#include <cstdint>

namespace mailreeve::store {

inline constexpr std::array<const char*, 2> note_steps{
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, words TEXT NOT NULL)",
    "ALTER TABLE notes ADD COLUMN read INTEGER NOT NULL DEFAULT 0",
};
inline constexpr std::array<Schema, 1> notes{Schema{"notes", note_steps}};

inline Database open_notes(const std::filesystem::path& path,
                           const Opening& opening = {})
{
    Database database{path, opening};
    migrate(database, notes);
    return database;
}

inline void write_note(Database& database, std::string_view words)
{
    database.prepared("INSERT INTO notes(words) VALUES(?)").run(words);
}

inline std::int64_t count_notes(Database& database)
{
    auto rows = database.prepared("SELECT count(*) FROM notes").rows();
    return rows.next() ? rows.integer(0) : -1;
}

// What `act` throws; Fault::Other when it throws nothing, which no test expects.
template <class Act>
Fault fault_of(const Act& act)
{
    try {
        act();
    } catch (const StoreError& error) {
        return error.fault();
    }
    return Fault::Other;
}

} // namespace mailreeve::store
