// The ledger: which messages were stamped. What a bounce can be held against when it
// brought no stamp back.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/bounce/nonce.hh"
#include "mailreeve/mail/domain.hh"
#include "mailreeve/store/committer.hh"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

class Key;

using MessageHash = std::array<std::byte, 16>;

// SHA-256, cut, of a Message-ID without brackets (mail::MessageId): equal ids are
// found, and nobody reads them in the file. Throws std::runtime_error.
MAILREEVE_API MessageHash hash_of(std::string_view message_id);

using RecipientHash = std::array<std::byte, 8>;

// A keyed hash, so that who has the file alone cannot try addresses; `recipient` is
// normalised() (bound.hh). Throws std::runtime_error.
MAILREEVE_API RecipientHash hash_of(const Key& key, std::string_view recipient);

inline constexpr std::size_t max_recipient_hashes = 1000; // of one entry

// One message that was stamped.
struct Entry {
    Nonce nonce{};
    WallTime time; // of the stamp; whole seconds
    std::string key_id;
    std::string sender; // as in Bound
    std::string from;   // the same
    MessageHash message{};
    std::vector<RecipientHash> recipients; // what goes beyond the bound is left out
    std::uint32_t recipient_count = 0;     // all of them
    std::string queue_id;

    bool operator==(const Entry&) const = default;
};

// What was found, and whether it was looked for everywhere. A ledger that cannot be
// read does not know: that is never "not there".
template <class T>
struct Lookup {
    bool answered = true;
    std::string why; // not answered: file and reason, for the administrator
    T found{};
};

// Thread-safe.
class MAILREEVE_API Ledger {
public:
    virtual ~Ledger() = default;

    // The future says when the entry is on disk, or that it will never be. Does not
    // wait for it.
    virtual Future<store::Commit> record(Entry entry) = 0;

    // The entry of a stamp that was made at `stamped`, which may be an hour off.
    // Answered whenever it is found.
    virtual Lookup<std::optional<Entry>> by_nonce(const Nonce& nonce,
                                                  WallTime stamped) const = 0;

    // The newest entries of a message, at most `max`. Some may be found although the
    // ledger was not read as a whole.
    virtual Lookup<std::vector<Entry>> by_message(const MessageHash& message,
                                                  std::size_t max) const = 0;

    // The same for each of several messages, in their order; of a ledger in many files,
    // each file is read once.
    virtual std::vector<Lookup<std::vector<Entry>>>
    by_messages(std::span<const MessageHash> messages, std::size_t max) const;

    // Counts a bounce of that stamp and gives its number. `bounce` tells it from others
    // (hash_of its own id): one that its sender tries again, for hours, was counted
    // already and keeps its number. Waits for the disk, for a bounded time; not
    // answered, it may still be counted.
    virtual Lookup<std::uint32_t> count_bounce(const Nonce& nonce, WallTime stamped,
                                               const MessageHash& bounce) = 0;

    // Since when stamps for senders in that domain have been recorded.
    virtual std::optional<WallTime>
    stamping_since(const mail::Domain& domain) const = 0;
};

} // namespace mailreeve::bounce
