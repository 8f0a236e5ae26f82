// What the daemon's process may do and hold, settled before anything else starts.
#pragma once

#include <chrono>
#include <cstddef>

namespace mailreeve::milter {

// A filter that anybody on the internet feeds must not be able to do what root can.
// Throws StartRefused.
void refuse_root();

// Files for us alone, no core dumps, not to be traced by our own user's other programs,
// no new privileges by way of a program that we start, no death by SIGPIPE or by the
// signals that mean nothing to us.
void harden();

// Descriptors that are never given to sessions: for the log, the state, the control
// socket, and the lookups of the sessions that are there.
inline constexpr std::size_t reserved_descriptors = 32;
inline constexpr std::size_t descriptors_per_session = 4;

// How many descriptors so many sessions ask for.
constexpr std::size_t descriptors_for(std::size_t sessions)
{
    return sessions * descriptors_per_session + 2 * reserved_descriptors;
}

// Raises the limit if it is lower and may be raised; returns what it is then.
std::size_t raise_descriptor_limit(std::size_t wanted);

// The soft limit as it is now: it can be changed from outside (prlimit(1)).
std::size_t descriptor_limit();

// As many sessions as the descriptors allow, at most `wanted`, at least one.
std::size_t sessions_within(std::size_t wanted, std::size_t descriptors);

// Memory that is resident, in bytes; 0 when the system does not say.
std::size_t resident_bytes();

} // namespace mailreeve::milter
