#include "mailreeve/crypto/master_keys.hh"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mailreeve::crypto {

const KeyFamily& master_key_family()
{
    static constexpr KeyFamily family{
        "archive-", 100,
        "put it back from a backup; what it has encrypted cannot be read without it. "
        "To give that up: rm %",
        "move away those that nothing is encrypted with any more"};
    return family;
}

std::shared_ptr<const MasterKeys>
MasterKeys::load(const std::filesystem::path& directory)
{
    std::vector<StoredKey> keys;
    if (const auto opened = KeyDirectory::open(directory))
        keys = read_keys(*opened, master_key_family());
    return std::make_shared<const MasterKeys>(std::move(keys));
}

MasterKeys::MasterKeys(std::vector<StoredKey> keys) : keys_{std::move(keys)}
{
    std::ranges::sort(keys_, [](const StoredKey& a, const StoredKey& b) {
        return std::tie(a.signs_from, a.id) < std::tie(b.signs_from, b.id);
    });
}

const StoredKey* MasterKeys::find(std::string_view id) const
{
    const auto found =
        std::ranges::find_if(keys_, [&](const StoredKey& key) { return key.id == id; });
    return found == keys_.end() ? nullptr : &*found;
}

} // namespace mailreeve::crypto
