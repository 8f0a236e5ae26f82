#include "mailreeve/bounce/key_store.hh"

#include "mailreeve/bounce/key_names.hh"
#include "mailreeve/crypto/key_file.hh"

#include <cassert>

namespace mailreeve::bounce {

namespace {

KeyInfo info_of(const crypto::StoredKey& key)
{
    return {key.id, key.created, key.signs_from};
}

} // namespace

std::filesystem::path key_directory(const std::filesystem::path& state)
{
    return state / "keys";
}

KeyInfo add_key(const std::filesystem::path& directory, WallTime now,
                WallTime signs_from)
{
    return info_of(crypto::add_key(directory, stamp_keys, now, signs_from));
}

std::optional<KeyInfo> add_first_key(const std::filesystem::path& directory,
                                     WallTime now)
{
    const auto made = crypto::add_first_key(directory, stamp_keys, now);
    return made ? std::optional{info_of(*made)} : std::nullopt;
}

std::vector<std::string> retire(const std::filesystem::path& directory,
                                const KeyRing& ring, WallTime now,
                                std::chrono::seconds verify_for)
{
    assert(verify_for.count() >= 0);
    std::vector<std::string> retired;
    const auto opened = crypto::KeyDirectory::open(directory);
    if (!opened)
        return retired;
    for (const auto& key : ring.keys()) {
        const auto until = signs_until(ring, key.info().id);
        if (until && *until < now - verify_for &&
            crypto::remove_key_file(*opened, key_file_name(key.info().id)))
            retired.push_back(key.info().id);
    }
    return retired;
}

std::optional<WallTime> signs_until(const KeyRing& ring, std::string_view id)
{
    const auto& keys = ring.keys();
    for (std::size_t n = 1; n < keys.size(); ++n)
        if (keys[n - 1].info().id == id)
            return keys[n].info().signs_from;
    return std::nullopt;
}

} // namespace mailreeve::bounce
