// Bytes and times as text, one text a value: what reads back to the same value was
// written the same way, so no second spelling of a MAC can be made.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/crypto/bytes.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::crypto {

// RFC 4648 5, without padding.
MAILREEVE_API std::string base64url(ByteView bytes);

// RFC 4648 6 in lower case, without padding.
MAILREEVE_API std::string base32(ByteView bytes);

// At most `max` bytes. Nothing for another alphabet or case, padding, white space, a
// digit too many, or bits set that no byte takes.
MAILREEVE_API std::optional<Bytes> from_base64url(std::string_view text,
                                                  std::size_t max);
MAILREEVE_API std::optional<Bytes> from_base32(std::string_view text, std::size_t max);

// "1793000000": decimal seconds since 1970, without sign or leading zeros. The times of
// before 1970 become 0.
MAILREEVE_API std::string unix_seconds(WallTime time);

// Nothing for another spelling, or a time after max_unix_seconds.
MAILREEVE_API std::optional<WallTime> from_unix_seconds(std::string_view text);

// The year 2242. WallTime counts nanoseconds: some twenty years later it overflows.
inline constexpr std::chrono::seconds max_unix_seconds{std::int64_t{1} << 33U};

// Exactly that many bytes; nothing when there are more or fewer.
template <std::size_t Size>
std::optional<std::array<std::byte, Size>> exactly(const std::optional<Bytes>& bytes)
{
    if (!bytes || bytes->size() != Size)
        return std::nullopt;
    std::array<std::byte, Size> array{};
    std::ranges::copy(*bytes, array.begin());
    return array;
}

} // namespace mailreeve::crypto
