// A query as it goes over the wire.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/question.hh"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mailreeve::dns {

// What a query takes from chance. An answer must show that its sender has seen it.
struct Chance {
    std::uint16_t id = 0;
    std::array<std::uint64_t, 4> case_bits{}; // one for each octet of the name (0x20)
};

enum class Edns : bool { No, Yes };

// One encoded query: recursion desired, one question, EDNS(0) with 1232 octets (RFC
// 6891; the size that fits into one packet everywhere, DNS flag day 2020).
class MAILREEVE_API Query {
public:
    Query(const Question& question, const Chance& chance, Edns edns);

    std::uint16_t id() const;
    Type type() const { return type_; }

    // These live as long as the query.
    std::span<const std::uint8_t> wire() const { return {octets_.data(), size_}; }
    std::span<const std::uint8_t> question() const; // QNAME as sent, QTYPE, QCLASS

private:
    static constexpr std::size_t header_size = 12;
    static constexpr std::size_t opt_size = 11;
    static constexpr std::size_t max_size = header_size + 255 + 4 + opt_size;

    std::array<std::uint8_t, max_size> octets_{};
    std::size_t size_ = 0;
    std::size_t question_size_ = 0;
    Type type_;
};

} // namespace mailreeve::dns
