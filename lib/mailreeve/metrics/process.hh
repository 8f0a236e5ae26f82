// What the kernel says about this process, under the names that Prometheus uses.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/metrics/registry.hh"

#include <cstdint>

namespace mailreeve::metrics {

// 0 where /proc does not tell.
MAILREEVE_API std::uint64_t resident_bytes();
MAILREEVE_API std::uint64_t open_descriptors();
MAILREEVE_API std::uint64_t threads();

// User and system time so far.
MAILREEVE_API double cpu_seconds();

// process_resident_memory_bytes, process_open_fds, process_threads,
// process_cpu_seconds_total
MAILREEVE_API void add_process_metrics(Registry& registry);

} // namespace mailreeve::metrics
