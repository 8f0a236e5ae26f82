// Random numbers that nobody else can guess: ids, ports and the case of letters.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/query.hh"

#include <array>
#include <cstddef>
#include <cstdint>

namespace mailreeve::dns {

// Takes from the kernel's generator, many octets at a time. For one thread.
class MAILREEVE_API ChanceSource {
public:
    // These throw std::system_error when the kernel gives no random bytes.
    std::uint64_t bits();
    std::uint32_t below(std::uint32_t bound); // every value as likely as any other
    Chance draw(bool mixed_case);             // lower case only where not `mixed_case`

private:
    void refill();

    std::array<std::uint64_t, 128> stock_{};
    std::size_t used_ = stock_.size();
};

} // namespace mailreeve::dns
