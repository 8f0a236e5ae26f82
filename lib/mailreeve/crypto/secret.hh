// The 32 bytes of a key, wiped from memory when they go.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/crypto/bytes.hh"

#include <array>
#include <optional>

namespace mailreeve::crypto {

// Cannot be copied, printed or compared. A moved one leaves nothing behind.
class MAILREEVE_API Secret {
public:
    static constexpr std::size_t size = 32;

    // New and random. Throws std::system_error.
    static Secret make();

    // Nothing unless there are exactly 32 bytes.
    static std::optional<Secret> from(ByteView bytes);

    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    bool operator==(const Secret&) const = delete;

    ByteView bytes() const { return bytes_; }

private:
    Secret() = default;

    std::array<std::byte, size> bytes_{};
};

// Overwrites what held a secret, in a way that the compiler does not leave out.
MAILREEVE_API void wipe(std::span<std::byte> bytes);

} // namespace mailreeve::crypto
