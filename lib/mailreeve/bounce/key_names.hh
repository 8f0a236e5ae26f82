// The keys of stamps among all keys. Inside this room only.
#pragma once

#include "mailreeve/bounce/key_ring.hh"
#include "mailreeve/crypto/key_family.hh"

namespace mailreeve::bounce {

inline constexpr crypto::KeyFamily stamp_keys{
    "stamp-", max_keys,
    "copy it again from another host, or: rm % && mailreevectl keys init",
    "remove the oldest (mailreevectl keys list)"};

} // namespace mailreeve::bounce
