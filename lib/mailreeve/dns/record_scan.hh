// Walks over the records of a message without reading them, and checks what the codec
// is then trusted with.
#pragma once

#include "mailreeve/dns/question.hh"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mailreeve::dns {

// A record's place in its message.
struct RecordPlace {
    std::size_t start = 0; // of the owner's name
    std::uint16_t type = 0;
    std::uint16_t klass = 0;
    std::uint32_t ttl = 0;
    std::size_t content = 0; // start of the RDATA
    std::size_t end = 0;     // one past it
};

// Pure; `message` must outlive it.
class RecordScan {
public:
    RecordScan(std::span<const std::uint8_t> message, std::size_t start)
        : message_{message}, at_{start}
    {
    }

    // The next record, or nothing when what follows is not one: its names compressed
    // in loops or forwards (RFC 1035 4.1.4: a pointer leads to a prior place), too
    // long, or its length beyond the end; or its RDATA not what its type demands.
    std::optional<RecordPlace> next();

private:
    std::span<const std::uint8_t> message_;
    std::size_t at_;
};

std::uint16_t read16(std::span<const std::uint8_t> message, std::size_t at);
std::uint32_t read32(std::span<const std::uint8_t> message, std::size_t at);

} // namespace mailreeve::dns
