// The `dns` section of mailreeve.yaml.
#pragma once

#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"
#include "mailreeve/dns/server_address.hh"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace mailreeve::dns {

struct MAILREEVE_API Settings {
    // Asked in this order; empty ("system"): those of resolv.conf.
    std::vector<ServerAddress> servers;

    // A lookup that has no answer by then has failed.
    std::chrono::milliseconds budget{4000};

    // How often each server is asked one question before it counts as silent.
    unsigned tries = 2;

    // Of remembered answers.
    config::Size cache_size{std::uint64_t{16} << 20U};

    // How long a failed lookup is not asked for again, so that a dead zone does not
    // cost every message its budget.
    std::chrono::seconds failure_memory{10};

    // Questions on the wire at a time; each takes a socket, and sometimes two.
    unsigned in_flight = 2000;

    // Questions that may wait for their turn beside those.
    unsigned waiting = 20'000;

    // Questions that one message may ask: 20 lists for the address and 5 for each of
    // three names make 35, reverse DNS 11, HELO 2, the texts of 20 hits; a reserve.
    unsigned per_message = 100;

    // Letters of queries in random case, and answers must repeat them (0x20): off only
    // for a server that does not.
    bool mixed_case = true;

    // No key: what `servers: system` reads, and reads again when it changes.
    std::string resolv_conf = "/etc/resolv.conf";

    static config::Fields<Settings> fields(); // all but per_message need a restart
    bool operator==(const Settings&) const = default;
};

} // namespace mailreeve::dns
