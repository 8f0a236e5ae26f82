// The keys that what we keep of mail is encrypted with: quarantine, archive.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/key_family.hh"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace mailreeve::crypto {

// archive-1a2b3c4d.key, beside the keys of stamps.
MAILREEVE_API const KeyFamily& master_key_family();

// Immutable and thread-safe. The newest encrypts, all decrypt: a key goes when nothing
// is left that it has encrypted, and never by itself.
class MAILREEVE_API MasterKeys {
public:
    // archive-*.key of the directory. One that is missing or holds no such file makes
    // an empty set. Throws as read_keys().
    static std::shared_ptr<const MasterKeys>
    load(const std::filesystem::path& directory);

    // Keys that lie elsewhere, each id once: for tests.
    explicit MasterKeys(std::vector<StoredKey> keys);

    // nullptr: there is none.
    const StoredKey* newest() const { return keys_.empty() ? nullptr : &keys_.back(); }

    // nullptr: unknown.
    const StoredKey* find(std::string_view id) const;

    // By the time from which they are used, then by id.
    const std::vector<StoredKey>& keys() const { return keys_; }

private:
    std::vector<StoredKey> keys_; // in that order
};

} // namespace mailreeve::crypto
