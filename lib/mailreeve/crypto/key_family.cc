#include "mailreeve/crypto/key_family.hh"

#include "mailreeve/crypto/bytes.hh"
#include "mailreeve/crypto/key_file.hh"
#include "mailreeve/crypto/key_refused.hh"

namespace mailreeve::crypto {

namespace {

namespace fs = std::filesystem;

std::string mend_for(const KeyFamily& family, const fs::path& path)
{
    std::string mend;
    for (const char c : family.lost)
        c == '%' ? mend += path.string() : mend += c;
    return mend;
}

StoredKey read(const KeyDirectory& directory, const KeyFamily& family,
               const std::string& name)
{
    const auto path = directory.path() / name;
    auto stored = read_key_file(directory, name, mend_for(family, path));
    if (name != key_file_name(family, stored.id)) {
        const auto right = directory.path() / key_file_name(family, stored.id);
        throw KeyRefused{path, "holds the key " + stored.id,
                         "mv -n " + path.string() + ' ' + right.string()};
    }
    return stored;
}

// A copy under another name would be met above by its name; this is the same secret
// under another id, or a file that changed while we read.
void check_unique(const std::vector<StoredKey>& keys, const StoredKey& key,
                  const KeyDirectory& directory, const KeyFamily& family)
{
    for (const auto& other : keys)
        if (other.id == key.id || equal(other.secret.bytes(), key.secret.bytes())) {
            const auto path = directory.path() / key_file_name(family, key.id);
            throw KeyRefused{path,
                             "holds the same key as " + key_file_name(family, other.id),
                             "rm " + path.string()};
        }
}

StoredKey add(const KeyDirectory& directory, const KeyFamily& family, WallTime now,
              WallTime signs_from)
{
    if (key_names(directory, family).size() >= family.max)
        throw KeyRefused{directory.path(),
                         "holds " + std::to_string(family.max) + " keys already",
                         std::string{family.full}};
    for (;;) { // an id that is taken is one in millions
        auto key = make_stored_key(now, signs_from);
        if (write_key_file(directory, key_file_name(family, key.id), key))
            return key;
    }
}

KeyDirectory locked(const fs::path& path)
{
    auto directory = KeyDirectory::make(path);
    directory.lock();
    return directory;
}

} // namespace

std::string key_file_name(const KeyFamily& family, std::string_view id)
{
    return std::string{family.start}.append(id).append(".key");
}

std::vector<std::string> key_names(const KeyDirectory& directory,
                                   const KeyFamily& family)
{
    return directory.names(std::string{family.start}, ".key", family.max);
}

std::vector<StoredKey> read_keys(const KeyDirectory& directory, const KeyFamily& family)
{
    const auto names = key_names(directory, family);
    if (names.size() > family.max)
        throw KeyRefused{directory.path(),
                         "holds more than " + std::to_string(family.max) + " keys",
                         std::string{family.full}};
    std::vector<StoredKey> keys;
    for (const auto& name : names) {
        auto key = read(directory, family, name);
        check_unique(keys, key, directory, family);
        keys.push_back(std::move(key));
    }
    return keys;
}

StoredKey add_key(const fs::path& directory, const KeyFamily& family, WallTime now,
                  WallTime signs_from)
{
    return add(locked(directory), family, now, signs_from);
}

std::optional<StoredKey> add_first_key(const fs::path& directory,
                                       const KeyFamily& family, WallTime now)
{
    const auto opened = locked(directory);
    if (!key_names(opened, family).empty())
        return std::nullopt;
    return add(opened, family, now, now);
}

} // namespace mailreeve::crypto
