// Entries of a ledger, told apart by a number.
#pragma once

#include "mailreeve/bounce/sqlite_ledger.hh"

#include <cstdint>
#include <span>
#include <string>

namespace mailreeve::bounce {

// A nonce that says its number.
inline Nonce nonce_of(std::uint64_t number)
{
    Nonce nonce{};
    for (std::size_t n = 0; n < sizeof number; ++n)
        nonce[n] = static_cast<std::byte>(number >> 8U * n);
    return nonce;
}

inline Entry entry_of(std::uint64_t number, WallTime time,
                      const std::string& message_id = "id@example.net")
{
    Entry entry;
    entry.nonce = nonce_of(number);
    entry.time = std::chrono::floor<std::chrono::seconds>(time);
    entry.key_id = "1a2b3c4d";
    entry.sender = "alice@example.net";
    entry.from = "alice.smith@example.net";
    entry.message = hash_of(message_id);
    entry.recipients = {RecipientHash{std::byte{1}}, RecipientHash{std::byte{2}}};
    entry.recipient_count = 2;
    entry.queue_id = "4XyZ";
    return entry;
}

inline store::Database open_state(const std::filesystem::path& path)
{
    store::Database database{path};
    store::migrate(database, std::span{&bounces_schema, 1});
    return database;
}

} // namespace mailreeve::bounce
