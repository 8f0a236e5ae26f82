#include "mailreeve/base/id.hh"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace mailreeve {

namespace {

constexpr std::int64_t epoch_2020 = 1577836800; // 2020-01-01T00:00:00Z
constexpr int time_digits = 7;
constexpr int random_digits = 6;

void append_base32(std::string& text, std::uint64_t value, int digits)
{
    for (int digit = digits - 1; digit >= 0; --digit)
        text += "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(value >> (5 * digit)) & 31U];
}

std::uint32_t random_bits()
{
    std::uint32_t bits = 0;
    ssize_t got = -1;
    do
        got = getrandom(&bits, sizeof bits, 0);
    while (got < 0 && errno == EINTR);
    if (got != sizeof bits)
        throw std::system_error{errno, std::generic_category(), "getrandom"};
    return bits;
}

} // namespace

Id Id::from(WallTime now, std::uint32_t random)
{
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    std::string text;
    append_base32(text, static_cast<std::uint64_t>(seconds.count() - epoch_2020),
                  time_digits);
    append_base32(text, random, random_digits);
    return Id{std::move(text)};
}

Id Id::make(WallTime now)
{
    return from(now, random_bits());
}

} // namespace mailreeve
