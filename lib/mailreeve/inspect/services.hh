// What inspections ask: shared by all of them, older than each, thread-safe.
#pragma once

#include "mailreeve/bounce/key_ring.hh"

namespace mailreeve {
class Clock;
}
namespace mailreeve::bounce {
class Ledger;
class Storm;
} // namespace mailreeve::bounce
namespace mailreeve::dns {
class Resolver;
}
namespace mailreeve::rbl {
class FirstSeen;
class Health;
} // namespace mailreeve::rbl

namespace mailreeve::inspect {

enum class Asking {
    ForMail,     // what is found decides about mail, and is counted
    ForInterest, // somebody wants to know what would be decided
};

// References that must outlive every inspection. Without keys and ledger bounces are
// not judged, without a storm none is noticed.
struct Services {
    const dns::Resolver* resolver = nullptr;
    rbl::Health* health = nullptr;
    rbl::FirstSeen* first_seen = nullptr;
    const Clock* clock = nullptr;
    const bounce::Keys* keys = nullptr;
    bounce::Ledger* ledger = nullptr;
    bounce::Storm* storm = nullptr;
    Asking asking = Asking::ForMail;
};

} // namespace mailreeve::inspect
