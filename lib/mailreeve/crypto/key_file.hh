// One key on disk: who may read it, what it holds, and that it stays.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/key_directory.hh"
#include "mailreeve/crypto/stored_key.hh"

#include <string>

namespace mailreeve::crypto {

inline constexpr std::size_t largest_key_file = 4096;

// The file must be a regular one with one name, no link, belong to the directory's
// owner, be closed to group and others (0400 or 0600), and hold a key (parse_key).
// Throws KeyRefused, which tells path, problem and what mends it (for one that holds no
// key: `lost`); std::system_error when reading fails.
MAILREEVE_API StoredKey
read_key_file(const KeyDirectory& directory, const std::string& name,
              const std::string& lost = "put it back from a backup");

// Mode 0400, the directory's owner; whole or not there at all, even when the machine
// stops, and on disk when this returns. False when there is a file of that name: it
// stays as it is. Throws std::system_error.
MAILREEVE_API bool write_key_file(const KeyDirectory& directory,
                                  const std::string& name, const StoredKey& key);

// False when there was none. On disk when this returns. Throws std::system_error.
MAILREEVE_API bool remove_key_file(const KeyDirectory& directory,
                                   const std::string& name);

} // namespace mailreeve::crypto
