// Who looks into files that hold others, as an interface: the pool of sandboxed workers
// (worker_pool.hh), or what a test wants to be seen.
#pragma once

#include "mailreeve/attachment/item.hh"

#include <cstdint>

namespace mailreeve::attachment {

// A file to be looked into. `descriptor` must stay open and the file as it is for the
// time of the call; its offset is not used.
struct Enclosed {
    int descriptor = -1;
    std::uint64_t size = 0;
    Item item; // names, declared, type and size are known
};

// Thread-safe.
class Unpacker {
public:
    virtual ~Unpacker() = default;

    // `file.item` with macros, obstacle, detail and inside filled in. What a file makes
    // impossible is an Obstacle. Throws std::system_error where our own machine fails
    // (no worker can be started): then it may be tried again later.
    virtual Item look_into(Enclosed file) = 0;
};

} // namespace mailreeve::attachment
