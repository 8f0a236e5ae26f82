#include "mailreeve/bounce/key_ring.hh"

#include "mailreeve/bounce/key_names.hh"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace mailreeve::bounce {

namespace {

// A change of a label makes every stamp of that purpose worthless.
constexpr std::string_view stamp_purpose = "mailreeve stamp 1";
constexpr std::string_view envelope_id_purpose = "mailreeve envelope id 1";
constexpr std::string_view batv_purpose = "mailreeve batv 1";
constexpr std::string_view recipients_purpose = "mailreeve recipients 1";

crypto::Hmac hmac_for(const crypto::StoredKey& stored, std::string_view purpose)
{
    return crypto::Hmac{crypto::derive(stored.secret, purpose)};
}

bool signs_before(const Key& a, const Key& b)
{
    return std::tie(a.info().signs_from, a.info().id) <
           std::tie(b.info().signs_from, b.info().id);
}

} // namespace

std::string key_file_name(const std::string& id)
{
    return crypto::key_file_name(stamp_keys, id);
}

Key::Key(const crypto::StoredKey& stored)
    : info_{stored.id, stored.created, stored.signs_from}, stamp_{hmac_for(
                                                               stored, stamp_purpose)},
      envelope_id_{hmac_for(stored, envelope_id_purpose)}, batv_{hmac_for(
                                                               stored, batv_purpose)},
      recipients_{hmac_for(stored, recipients_purpose)}
{
    assert(crypto::is_key_id(stored.id));
}

std::shared_ptr<const KeyRing> KeyRing::load(const std::filesystem::path& directory)
{
    std::vector<Key> keys;
    if (const auto opened = crypto::KeyDirectory::open(directory))
        for (const auto& stored : crypto::read_keys(*opened, stamp_keys))
            keys.emplace_back(stored);
    return std::make_shared<const KeyRing>(std::move(keys));
}

KeyRing::KeyRing(std::vector<Key> keys) : keys_{std::move(keys)}
{
    std::ranges::sort(keys_, signs_before);
}

const Key* KeyRing::signing(WallTime now) const
{
    const auto newest = std::find_if(keys_.rbegin(), keys_.rend(), [&](const Key& key) {
        return key.info().signs_from <= now;
    });
    if (newest != keys_.rend())
        return &*newest;
    return keys_.empty() ? nullptr : &keys_.front();
}

const Key* KeyRing::find(std::string_view id) const
{
    const auto found = std::ranges::find_if(
        keys_, [&](const Key& key) { return key.info().id == id; });
    return found == keys_.end() ? nullptr : &*found;
}

std::vector<KeyInfo> KeyRing::list() const
{
    std::vector<KeyInfo> list;
    for (const auto& key : keys_)
        list.push_back(key.info());
    return list;
}

} // namespace mailreeve::bounce
