#include "mailreeve/bounce/batv.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/batv_tag.hh"
#include "mailreeve/bounce/bound.hh"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace mailreeve::bounce {

namespace {

constexpr std::size_t mac_bytes = 3;
constexpr std::size_t stem_size = 4; // K DDD
constexpr std::size_t tag_size = stem_size + 2 * mac_bytes;
constexpr int day_cycle = 1000;

using TagMac = std::array<std::byte, mac_bytes>;

int day_of(WallTime time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time.time_since_epoch());
    return static_cast<int>(day.count() % day_cycle);
}

// From the id, for the place of a key in the ring changes when it rotates.
char key_digit(const Key& key)
{
    const int value = ascii::hex_value(key.info().id.front());
    return static_cast<char>('0' + value % 10);
}

std::string stem(const Key& key, WallTime now)
{
    auto day = std::to_string(day_of(now + batv_lifetime));
    day.insert(0, 3 - day.size(), '0');
    return key_digit(key) + day;
}

// The draft takes HMAC-SHA1. Which hash it is matters only between hosts that share
// keys, and ours all run this code.
TagMac mac_of(const Key& key, std::string_view stem, const std::string& address)
{
    const auto whole =
        key.for_batv().mac(crypto::bytes_of(std::string{stem} + address));
    TagMac mac{};
    std::ranges::copy_n(whole.begin(), mac.size(), mac.begin());
    return mac;
}

std::string hex(const TagMac& mac)
{
    std::string text;
    for (const auto byte : mac) {
        text += "0123456789abcdef"[std::to_integer<unsigned>(byte >> 4U)];
        text += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xfU];
    }
    return text;
}

TagMac from_hex(std::string_view digits)
{
    TagMac mac{};
    for (std::size_t n = 0; n < mac.size(); ++n)
        mac[n] = static_cast<std::byte>(16 * ascii::hex_value(digits[2 * n]) +
                                        ascii::hex_value(digits[2 * n + 1]));
    return mac;
}

bool is_ours(std::string_view tag) // find_* has seen that it is hexadecimal
{
    return tag.size() == tag_size &&
           std::ranges::all_of(tag.substr(0, stem_size), ascii::is_digit);
}

// Nothing when there is no tag of our two forms.
std::optional<TaggedLocal> find_ours(std::string_view local)
{
    auto found = find_prvs(local);
    if (!found || !is_ours(found->tag))
        found = find_sub_address(local);
    return found && is_ours(found->tag) ? found : std::nullopt;
}

// Whether the tag, and nothing else, comes off again: a local part such as
// "prvs=4012a1b2c3=" becomes the tag of what is put behind it.
bool comes_off(std::string_view tagged, std::string_view local)
{
    const auto ours = find_ours(tagged);
    const auto any = find_any_tag(tagged);
    return ours && any && ours->local == local && any->local == local;
}

std::optional<mail::Address> with_local(const mail::Address& address,
                                        const std::string& local)
{
    const auto& host = address.domain() ? address.domain()->text() : address.literal();
    auto text = mail::written_local(local);
    return mail::Address::parse(host.empty() ? text : text.append("@").append(host));
}

// Days come round after a thousand: half of them are taken to be behind us.
Check check_day(std::string_view tag, WallTime now)
{
    const int expires = 100 * (tag[1] - '0') + 10 * (tag[2] - '0') + (tag[3] - '0');
    const auto left = [&](WallTime then) {
        constexpr int half = day_cycle / 2;
        return (expires - day_of(then) + day_cycle + half) % day_cycle - half;
    };
    if (left(now) < 0)
        return Check::Expired;
    return left(now + max_skew) > batv_lifetime.count() ? Check::FromFuture
                                                        : Check::Good;
}

// The digit narrows the ring down, so that more keys do not make a guess likelier.
bool is_made_by_any(const KeyRing& ring, std::string_view tag,
                    const std::string& address)
{
    const auto mac = from_hex(tag.substr(stem_size));
    return std::ranges::any_of(ring.keys(), [&](const Key& key) {
        return key_digit(key) == tag.front() &&
               crypto::equal(mac_of(key, tag.substr(0, stem_size), address), mac);
    });
}

Check check(const KeyRing& ring, std::string_view tag, const mail::Address& address,
            WallTime now)
{
    if (ring.keys().empty())
        return Check::UnknownKey;
    if (!is_made_by_any(ring, tag, normalised(address)))
        return Check::Forged;
    return check_day(tag, now);
}

} // namespace

std::optional<mail::Address> tagged(const Key& key, WallTime now,
                                    const mail::Address& address, BatvForm form,
                                    char delimiter)
{
    assert(is_sub_address_delimiter(delimiter));
    const auto& local = address.local();
    if (form == BatvForm::None || !address.is_well_formed() || local.empty() ||
        (!address.domain() && address.literal().empty()) || find_any_tag(local))
        return std::nullopt;
    const auto start = stem(key, now);
    const auto tag = "prvs=" + start + hex(mac_of(key, start, normalised(address)));
    const auto longer =
        form == BatvForm::Prvs ? tag + '=' + local : local + delimiter + tag;
    return longer.size() <= max_tagged_local && comes_off(longer, local)
               ? with_local(address, longer)
               : std::nullopt;
}

std::optional<Untagged> untag(const mail::Address& recipient, const KeyRing& ring,
                              WallTime now)
{
    if (!recipient.is_well_formed())
        return std::nullopt;
    const auto found = find_ours(recipient.local());
    if (!found)
        return std::nullopt;
    auto address = with_local(recipient, std::string{found->local});
    if (!address)
        return std::nullopt;
    const auto result = check(ring, found->tag, *address, now);
    return Untagged{std::move(*address), result};
}

} // namespace mailreeve::bounce
