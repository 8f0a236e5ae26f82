// What the running daemon says of itself.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/statistics.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::control {

// One DNS list of the configuration.
struct ListStatus {
    std::string name;
    std::string zone;
    bool silent = false; // does not answer; is probed, and not waited for
};

// What a domain of ours does with its bounces, and what it waits for.
struct DomainStatus {
    std::string domain;
    std::string mode;       // in force: "learn"
    std::string configured; // "strict"
    std::string until;      // 2026-12-01T11:06:40Z; empty: not before the first stamp
};

struct BounceStatus {
    std::string signs; // id of the key; empty: none
    std::vector<std::pair<std::string, std::uint64_t>> stamps;   // {"stamped", 4711}
    std::vector<std::pair<std::string, std::uint64_t>> findings; // {"BOUNCE_VALID", 12}
    std::vector<DomainStatus> domains;
};

struct Status {
    std::string version;
    int process = 0;
    std::string phase; // "starting", "serving", "draining"
    WallTime started;
    std::chrono::seconds uptime{0};
    std::string configuration;    // the file
    std::uint64_t generation = 0; // of the configuration in force
    std::uint64_t reloads = 0;
    std::uint64_t reloads_failed = 0;
    std::string mode; // "filter", "observe"
    std::string listen;
    bool accepting = true; // no: descriptors are short, or draining

    std::size_t sessions = 0;
    std::size_t sessions_limit = 0;
    std::size_t messages = 0;
    std::size_t messages_limit = 0;
    std::size_t descriptors = 0;
    std::size_t descriptors_limit = 0;
    std::size_t resident_bytes = 0;
    std::uint64_t log_dropped = 0;

    std::vector<std::pair<std::string, std::uint64_t>> verdicts; // {"accept", 4711}
    BounceStatus bounces;
    dns::Statistics dns;
    std::vector<ListStatus> lists;
};

// For people: a line a fact, no control characters but line ends.
std::string text(const Status& status);

// One object.
std::string json(const Status& status);

// 2026-11-22T13:45:07Z
std::string utc(WallTime time);

// 3d 4h 12m, 12m 5s, 5s
std::string duration(std::chrono::seconds time);

} // namespace mailreeve::control
