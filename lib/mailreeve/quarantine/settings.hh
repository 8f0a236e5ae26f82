// The `quarantine` section of mailreeve.yaml.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/schema.hh"
#include "mailreeve/config/size.hh"

#include <chrono>

namespace mailreeve::quarantine {

struct MAILREEVE_API Settings {
    std::chrono::seconds retention = std::chrono::hours{14 * 24};
    // Two weeks of 700 MB a day: what fits beside the rest on a small server's disk.
    config::Size max_size{10'000'000'000};
    config::Size min_free{200'000'000};    // of the file system, for the MTA's queue
    config::Size max_message{160'000'000}; // above attachments.max_message
    unsigned max_messages = 1'000'000;     // a directory lists no more in seconds

    static config::Fields<Settings> fields();
    bool operator==(const Settings&) const = default;
};

} // namespace mailreeve::quarantine
