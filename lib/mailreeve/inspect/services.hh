// What inspections ask: shared by all of them, older than each, thread-safe.
#pragma once

namespace mailreeve {
class Clock;
}
namespace mailreeve::dns {
class Resolver;
}
namespace mailreeve::rbl {
class FirstSeen;
class Health;
} // namespace mailreeve::rbl

namespace mailreeve::inspect {

// References that must outlive every inspection.
struct Services {
    const dns::Resolver* resolver = nullptr;
    rbl::Health* health = nullptr;
    rbl::FirstSeen* first_seen = nullptr;
    const Clock* clock = nullptr;
};

} // namespace mailreeve::inspect
