#include "mailreeve/crypto/text.hh"

#include "mailreeve/base/ascii.hh"

#include <charconv>
#include <cstdint>

namespace mailreeve::crypto {

namespace {

constexpr auto not_a_digit = static_cast<unsigned char>(0xff);

// An alphabet of 2^Bits digits, and where each of them stands in it.
template <unsigned Bits>
class Base {
public:
    explicit constexpr Base(std::string_view digits) : digits_{digits}
    {
        values_.fill(not_a_digit);
        for (std::size_t value = 0; value < digits.size(); ++value)
            values_[static_cast<unsigned char>(digits[value])] =
                static_cast<unsigned char>(value);
    }

    std::string write(ByteView bytes) const
    {
        std::string text;
        text.reserve((bytes.size() * 8 + Bits - 1) / Bits);
        std::uint32_t held = 0;
        unsigned count = 0; // of bits in `held` that wait
        for (const auto byte : bytes) {
            held = (held << 8U) | std::to_integer<std::uint32_t>(byte);
            for (count += 8; count >= Bits; count -= Bits)
                text += digit(held >> (count - Bits));
        }
        if (count > 0)
            text += digit(held << (Bits - count));
        return text;
    }

    std::optional<Bytes> read(std::string_view text, std::size_t max) const
    {
        if (text.size() > (max * 8 + Bits - 1) / Bits)
            return std::nullopt;
        Bytes bytes;
        bytes.reserve(text.size() * Bits / 8);
        std::uint32_t held = 0;
        unsigned count = 0;
        for (const char c : text) {
            const auto value = values_[static_cast<unsigned char>(c)];
            if (value == not_a_digit)
                return std::nullopt;
            held = (held << Bits) | value;
            count += Bits;
            if (count >= 8) {
                count -= 8;
                bytes.push_back(static_cast<std::byte>((held >> count) & 0xffU));
            }
        }
        const bool one_too_many = count >= Bits;
        const bool slack = (held & ((1U << count) - 1U)) != 0;
        return one_too_many || slack ? std::nullopt : std::optional{std::move(bytes)};
    }

private:
    char digit(std::uint32_t value) const { return digits_[value & mask]; }

    static constexpr std::uint32_t mask = (1U << Bits) - 1U;

    std::string_view digits_;
    std::array<unsigned char, 256> values_{};
};

constexpr Base<6> digits64{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
constexpr Base<5> digits32{"abcdefghijklmnopqrstuvwxyz234567"};

} // namespace

std::string base64url(ByteView bytes)
{
    return digits64.write(bytes);
}

std::string base32(ByteView bytes)
{
    return digits32.write(bytes);
}

std::optional<Bytes> from_base64url(std::string_view text, std::size_t max)
{
    return digits64.read(text, max);
}

std::optional<Bytes> from_base32(std::string_view text, std::size_t max)
{
    return digits32.read(text, max);
}

std::string unix_seconds(WallTime time)
{
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return std::to_string(std::max<std::int64_t>(seconds, 0));
}

std::optional<WallTime> from_unix_seconds(std::string_view text)
{
    if (text.empty() || !std::ranges::all_of(text, ascii::is_digit) ||
        (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || count > max_unix_seconds.count())
        return std::nullopt;
    return WallTime{std::chrono::seconds{count}};
}

} // namespace mailreeve::crypto
