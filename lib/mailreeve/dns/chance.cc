#include "mailreeve/dns/chance.hh"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace mailreeve::dns {

std::uint64_t ChanceSource::bits()
{
    if (used_ == stock_.size())
        refill();
    return stock_[used_++];
}

std::uint32_t ChanceSource::below(std::uint32_t bound)
{
    // Multiply and shift; what is uneven about it is below 2^-32.
    const auto drawn = static_cast<std::uint32_t>(bits());
    return static_cast<std::uint32_t>(std::uint64_t{drawn} * bound >> 32U);
}

Chance ChanceSource::draw(bool mixed_case)
{
    Chance chance;
    chance.id = static_cast<std::uint16_t>(bits());
    if (mixed_case)
        for (auto& word : chance.case_bits)
            word = bits();
    return chance;
}

void ChanceSource::refill()
{
    ssize_t got = -1;
    do
        got = getrandom(stock_.data(), sizeof stock_, 0);
    while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(sizeof stock_))
        throw std::system_error{errno, std::generic_category(), "getrandom"};
    used_ = 0;
}

} // namespace mailreeve::dns
