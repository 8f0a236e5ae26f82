// What is known of a message as the fields in its file. Inside this room only.
#pragma once

#include "mailreeve/crypto/bytes.hh"
#include "mailreeve/quarantine/held.hh"

#include <cstdint>
#include <optional>

namespace mailreeve::quarantine {

struct Metadata {
    Held held;
    std::uint64_t message_size = 0;
};

// Of texts that only explain, no more than fits (held.hh). Throws std::length_error
// when the envelope alone is more than max_metadata.
crypto::Bytes write_metadata(const Held& held, std::uint64_t message_size);

// Nothing when a field is cut, or one that must be there is missing or no value.
std::optional<Metadata> read_metadata(crypto::ByteView bytes);

} // namespace mailreeve::quarantine
