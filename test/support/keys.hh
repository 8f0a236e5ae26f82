// Keys that are the same in every run.
#pragma once

#include "mailreeve/bounce/key_ring.hh"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

constexpr WallTime at(std::int64_t unix_seconds)
{
    return WallTime{std::chrono::seconds{unix_seconds}};
}

// The secret follows from the id: eight hexadecimal digits.
inline crypto::StoredKey stored_key(const std::string& id, WallTime signs_from)
{
    std::array<std::byte, crypto::Secret::size> bytes{};
    for (std::size_t n = 0; n < bytes.size(); ++n)
        bytes[n] = static_cast<std::byte>(static_cast<std::size_t>(id[n % id.size()]) +
                                          n / id.size());
    return {id, signs_from, signs_from, *crypto::Secret::from(bytes)};
}

inline bounce::Key key(const std::string& id, WallTime signs_from = at(0))
{
    return bounce::Key{stored_key(id, signs_from)};
}

inline bounce::KeyRing
ring(const std::vector<std::pair<std::string, WallTime>>& ids_and_times)
{
    std::vector<bounce::Key> keys;
    keys.reserve(ids_and_times.size());
    for (const auto& [id, signs_from] : ids_and_times)
        keys.push_back(key(id, signs_from));
    return bounce::KeyRing{std::move(keys)};
}

} // namespace mailreeve::test
