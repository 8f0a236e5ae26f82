// Finding the files of keys. Inside this room only.
#pragma once

#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/crypto/key_directory.hh"

#include <string>
#include <vector>

namespace mailreeve::bounce {

// Those in the directory, sorted; one more than max_keys when there are more.
inline std::vector<std::string> key_names(const crypto::KeyDirectory& directory)
{
    return directory.names("stamp-", ".key", max_keys);
}

} // namespace mailreeve::bounce
