// Making and removing keys on disk.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/bounce/key_ring.hh"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mailreeve::bounce {

// Where the keys are, below the daemon's state directory.
MAILREEVE_API std::filesystem::path key_directory(const std::filesystem::path& state);

// A new key, on disk when this returns. The directory is made if it is missing (0700,
// with the owner of the one above); the key belongs to the directory's owner. Other
// processes may add and load at the same time. Throws crypto::KeyRefused for a
// directory that cannot be used or holds max_keys, std::system_error when the disk
// does not take it.
MAILREEVE_API KeyInfo add_key(const std::filesystem::path& directory, WallTime now,
                              WallTime signs_from);

// The same, unless there is any key: then nothing. Of several processes that call it
// at the same time, one makes a key.
MAILREEVE_API std::optional<KeyInfo>
add_first_key(const std::filesystem::path& directory, WallTime now);

// Removes each key of the ring that stopped signing (its successor began) more than
// `verify_for` ago, and returns their ids. The one that signs and those to come stay.
// Throws std::system_error, crypto::KeyRefused for the directory.
MAILREEVE_API std::vector<std::string> retire(const std::filesystem::path& directory,
                                              const KeyRing& ring, WallTime now,
                                              std::chrono::seconds verify_for);

// When the key of the ring stops signing: the time from which its successor does;
// nothing for the last one.
MAILREEVE_API std::optional<WallTime> signs_until(const KeyRing& ring,
                                                  std::string_view id);

} // namespace mailreeve::bounce
