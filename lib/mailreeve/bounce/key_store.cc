#include "mailreeve/bounce/key_store.hh"

#include "mailreeve/bounce/key_names.hh"
#include "mailreeve/crypto/key_file.hh"

#include <cassert>

namespace mailreeve::bounce {

namespace {

KeyInfo add(const crypto::KeyDirectory& directory, WallTime now, WallTime signs_from)
{
    if (key_names(directory).size() >= max_keys)
        throw crypto::KeyRefused{directory.path(),
                                 "holds " + std::to_string(max_keys) + " keys already",
                                 "remove the oldest (mailreevectl keys list)"};
    for (;;) { // an id that is taken is one in millions
        const auto key = crypto::make_stored_key(now, signs_from);
        if (crypto::write_key_file(directory, key_file_name(key.id), key))
            return {key.id, key.created, key.signs_from};
    }
}

crypto::KeyDirectory locked(const std::filesystem::path& path)
{
    auto directory = crypto::KeyDirectory::make(path);
    directory.lock();
    return directory;
}

} // namespace

std::filesystem::path key_directory(const std::filesystem::path& state)
{
    return state / "keys";
}

KeyInfo add_key(const std::filesystem::path& directory, WallTime now,
                WallTime signs_from)
{
    return add(locked(directory), now, signs_from);
}

std::optional<KeyInfo> add_first_key(const std::filesystem::path& directory,
                                     WallTime now)
{
    const auto opened = locked(directory);
    return key_names(opened).empty() ? std::optional{add(opened, now, now)}
                                     : std::nullopt;
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
