#include "mailreeve/bounce/entry_row.hh"

#include "mailreeve/store/statement.hh"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace mailreeve::bounce {

namespace {

// Found by the nonce of a stamp or by the message; the id of a message may come again,
// the newest is wanted first.
constexpr const char* steps[] = {
    "CREATE TABLE stamps("
    "nonce BLOB PRIMARY KEY, time INTEGER NOT NULL, key TEXT NOT NULL, "
    "sender TEXT NOT NULL, author TEXT NOT NULL, message BLOB NOT NULL, "
    "recipients BLOB NOT NULL, recipient_count INTEGER NOT NULL, "
    "queue TEXT NOT NULL"
    ") WITHOUT ROWID;"
    "CREATE INDEX stamps_message ON stamps(message, time)",
};

constexpr auto hash_bytes = std::tuple_size_v<RecipientHash>;

template <class Array>
Array array_of(const store::Rows& row, int column)
{
    Array array{};
    const auto blob = row.blob(column, array.size());
    if (blob.size() != array.size())
        throw store::StoreError{store::Fault::Content,
                                "a key or hash of the ledger has the wrong length"};
    std::ranges::copy(blob, array.begin());
    return array;
}

std::vector<std::byte> joined(const std::vector<RecipientHash>& hashes)
{
    std::vector<std::byte> bytes;
    const auto count = std::min(hashes.size(), max_recipient_hashes);
    bytes.reserve(count * hash_bytes);
    for (std::size_t n = 0; n < count; ++n)
        bytes.insert(bytes.end(), hashes[n].begin(), hashes[n].end());
    return bytes;
}

std::vector<RecipientHash> split(const std::vector<std::byte>& bytes)
{
    if (bytes.size() % hash_bytes != 0)
        throw store::StoreError{store::Fault::Content,
                                "the recipients of an entry of the ledger are cut off"};
    std::vector<RecipientHash> hashes(bytes.size() / hash_bytes);
    for (std::size_t n = 0; n < hashes.size(); ++n)
        std::ranges::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(n * hash_bytes),
                            hash_bytes, hashes[n].begin());
    return hashes;
}

std::string_view cut(std::string_view text, std::size_t max)
{
    return text.substr(0, max);
}

Entry read(const store::Rows& row)
{
    Entry entry;
    entry.nonce = array_of<Nonce>(row, 0);
    entry.time = time_of_row(row.integer(1, 0, max_row_time));
    entry.key_id = row.text(2, max_row_id);
    entry.sender = row.text(3, max_row_address);
    entry.from = row.text(4, max_row_address);
    entry.message = array_of<MessageHash>(row, 5);
    entry.recipients = split(row.blob(6, max_recipient_hashes * hash_bytes));
    entry.recipient_count = static_cast<std::uint32_t>(
        row.integer(7, 0, std::numeric_limits<std::uint32_t>::max()));
    entry.queue_id = row.text(8, max_row_id);
    return entry;
}

} // namespace

const store::Schema stamps_schema{"stamps", steps};

std::int64_t row_time(WallTime time)
{
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return std::clamp<std::int64_t>(seconds, 0, max_row_time);
}

WallTime time_of_row(std::int64_t seconds)
{
    return WallTime{std::chrono::seconds{seconds}};
}

void insert(store::Database& database, const Entry& entry)
{
    using Blob = store::Parameter::Blob;
    const auto recipients = joined(entry.recipients);
    database
        .prepared("INSERT INTO stamps(nonce, time, key, sender, author, message, "
                  "recipients, recipient_count, queue) VALUES(?, ?, ?, ?, ?, ?, ?, ?, "
                  "?)")
        .run(Blob{entry.nonce}, row_time(entry.time), cut(entry.key_id, max_row_id),
             cut(entry.sender, max_row_address), cut(entry.from, max_row_address),
             Blob{entry.message}, Blob{recipients}, entry.recipient_count,
             cut(entry.queue_id, max_row_id));
}

std::optional<Entry> find(store::Database& database, const Nonce& nonce)
{
    auto rows =
        database
            .prepared("SELECT nonce, time, key, sender, author, message, recipients, "
                      "recipient_count, queue FROM stamps WHERE nonce = ?")
            .rows(store::Parameter::Blob{nonce});
    return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

void find(store::Database& database, const MessageHash& message, std::size_t max,
          std::vector<Entry>& found)
{
    const auto room = static_cast<std::int64_t>(max - std::min(max, found.size()));
    auto rows =
        database
            .prepared("SELECT nonce, time, key, sender, author, message, recipients, "
                      "recipient_count, queue FROM stamps WHERE message = ? "
                      "ORDER BY time DESC LIMIT ?")
            .rows(store::Parameter::Blob{message}, room);
    while (rows.next())
        found.push_back(read(rows));
}

} // namespace mailreeve::bounce
