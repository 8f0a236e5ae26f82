// Keys of one purpose, side by side in the directory of keys: all of them read, new
// ones made.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/key_directory.hh"
#include "mailreeve/crypto/stored_key.hh"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::crypto {

// Names of files and words for an administrator. Of static texts.
struct KeyFamily {
    std::string_view start; // "stamp-": the file is stamp-1a2b3c4d.key
    std::size_t max;        // keys that may lie there
    std::string_view lost;  // what is done for one that cannot be used; %: its path
    std::string_view full;  // what is done where there are more than max
};

// "stamp-1a2b3c4d.key"
MAILREEVE_API std::string key_file_name(const KeyFamily& family, std::string_view id);

// Those in the directory, sorted; one more than max when there are more.
MAILREEVE_API std::vector<std::string> key_names(const KeyDirectory& directory,
                                                 const KeyFamily& family);

// All of them, by name. Throws KeyRefused for a key that cannot be used, a secret that
// is there twice, a name that is not that of the id inside, or more than max;
// std::system_error when reading fails.
MAILREEVE_API std::vector<StoredKey> read_keys(const KeyDirectory& directory,
                                               const KeyFamily& family);

// A new key, on disk when this returns. The directory is made if it is missing (0700,
// with the owner of the one above); the key belongs to the directory's owner. Other
// processes may add and load at the same time. Throws KeyRefused for a directory that
// cannot be used or holds max keys, std::system_error when the disk does not take it.
MAILREEVE_API StoredKey add_key(const std::filesystem::path& directory,
                                const KeyFamily& family, WallTime now,
                                WallTime signs_from);

// The same, unless there is any of the family: then nothing. Of several processes that
// call it at the same time, one makes a key.
MAILREEVE_API std::optional<StoredKey>
add_first_key(const std::filesystem::path& directory, const KeyFamily& family,
              WallTime now);

} // namespace mailreeve::crypto
