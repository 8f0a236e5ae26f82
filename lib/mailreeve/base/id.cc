#include "mailreeve/base/id.hh"

#include <cerrno>
#include <cstddef>
#include <system_error>

#include <sys/random.h>

namespace mailreeve {

namespace {

constexpr std::int64_t epoch_2020 = 1577836800; // 2020-01-01T00:00:00Z
constexpr std::size_t time_digits = 7;
constexpr std::size_t random_digits = 6;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void append_base32(std::string& text, std::uint64_t value, std::size_t digits)
{
    for (auto digit = digits; digit > 0; --digit)
        text += alphabet[(value >> (5 * (digit - 1))) & 31U];
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

std::optional<Id> Id::parse(std::string_view text)
{
    if (text.size() != time_digits + random_digits ||
        text.find_first_not_of(alphabet) != std::string_view::npos)
        return std::nullopt;
    return Id{std::string{text}};
}

WallTime Id::time() const
{
    std::int64_t seconds = 0;
    for (const char digit : std::string_view{text_}.substr(0, time_digits))
        seconds = seconds * 32 + static_cast<std::int64_t>(alphabet.find(digit));
    const std::chrono::seconds since_1970{epoch_2020 + seconds};
    const auto latest =
        std::chrono::floor<std::chrono::seconds>(WallTime::max().time_since_epoch());
    return since_1970 > latest ? WallTime::max() : WallTime{since_1970};
}

} // namespace mailreeve
