// The keys that stamp and those that only verify any more.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/guarded.hh"
#include "mailreeve/crypto/hmac.hh"
#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/crypto/stored_key.hh"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::bounce {

struct KeyInfo {
    std::string id; // 8 hexadecimal digits
    WallTime created;
    WallTime signs_from;

    bool operator==(const KeyInfo&) const = default;
};

// One secret, as a key of its own for each purpose: a stamp is no envelope id, and what
// names recipients in the ledger proves nothing. Thread-safe.
class MAILREEVE_API Key {
public:
    explicit Key(const crypto::StoredKey& stored);

    const KeyInfo& info() const { return info_; }

    const crypto::Hmac& for_stamp() const { return stamp_; }
    const crypto::Hmac& for_envelope_id() const { return envelope_id_; }
    const crypto::Hmac& for_batv() const { return batv_; }
    const crypto::Hmac& for_recipients() const { return recipients_; }

private:
    KeyInfo info_;
    crypto::Hmac stamp_;
    crypto::Hmac envelope_id_;
    crypto::Hmac batv_;
    crypto::Hmac recipients_;
};

// "stamp-1a2b3c4d.key"
MAILREEVE_API std::string key_file_name(const std::string& id);

inline constexpr std::size_t max_keys = 100; // eight years of monthly rotation

// Immutable and thread-safe. Daemons with the same files sign with the same key.
class MAILREEVE_API KeyRing {
public:
    // stamp-*.key of the directory (key_store.hh says which). A directory that is
    // missing or holds no such file makes an empty ring. Throws crypto::KeyRefused for
    // a key that cannot be used, two with one id, a name that is not that of the id
    // inside, or more than max_keys; std::system_error when reading fails.
    static std::shared_ptr<const KeyRing> load(const std::filesystem::path& directory);

    // Keys that lie elsewhere, each id once: for tests and benchmarks.
    explicit KeyRing(std::vector<Key> keys);

    // The newest whose time to sign has come. Where none has, as after a start with a
    // clock that was ahead, the one that comes first. nullptr: the ring is empty.
    const Key* signing(WallTime now) const;

    // nullptr: unknown.
    const Key* find(std::string_view id) const;

    // By the time from which they sign, then by id.
    const std::vector<Key>& keys() const { return keys_; }
    std::vector<KeyInfo> list() const;

private:
    std::vector<Key> keys_; // in that order
};

// The ring in force: replaced whole when a key was made or removed.
using Keys = Guarded<std::shared_ptr<const KeyRing>>;

} // namespace mailreeve::bounce
