// A message that is kept back, and what is known of it: values.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::quarantine {

// Why a message lies here.
enum class Why : std::uint8_t {
    Held,     // its verdict was quarantine: for these recipients there is no other copy
    Stripped, // the original of a message that went on without its attachments
    Unjudged, // we failed on it again and again
};

MAILREEVE_API std::string_view name(Why why); // "held", "stripped", "unjudged"

// All texts as they came, unescaped.
struct Held {
    std::string id; // of the transaction (base/id.hh); names the file
    Why why = Why::Held;
    WallTime at;
    std::string queue_id;
    std::string client; // its address; empty: handed in
    std::string helo;
    std::string sender;                  // of the envelope; empty: the null sender
    std::vector<std::string> recipients; // for whom it is kept, as RCPT brought them
    std::vector<std::string> others;     // who got it, or got it without attachments
    std::string direction;               // "inbound", "outbound"
    std::string reason;                  // one line
    std::string findings;                // as X-Mailreeve-Findings has them
    std::string subject;                 // decoded
    std::vector<std::string> removed;    // "outer.zip/inner/run.exe": rule

    bool operator==(const Held&) const = default;
};

} // namespace mailreeve::quarantine
