// What a message may cost us before we call it excessive and look no further.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

struct Limits {
    std::size_t parts = 1'000;                // entities, the message counted
    std::size_t depth = 32;                   // entities inside each other, likewise
    std::size_t header_bytes = 256UL * 1'024; // of one header
    std::size_t fields = 1'000;               // of one header
    std::size_t all_fields = 20'000;          // of all headers together
    std::size_t parameters = 200;             // of one field
};

enum class Excess { Parts, Depth, HeaderBytes, Fields, AllFields, Parameters };

// In words, for a log line: "parts", "depth", "header size", …
MAILREEVE_API std::string_view name(Excess excess);

} // namespace mailreeve::mime
