#include "mailreeve/bounce/stamp.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/fields.hh"
#include "mailreeve/crypto/text.hh"

namespace mailreeve::bounce {

namespace {

constexpr std::string_view version = "1";

// Takes the next tag off the front, if it has that name: the value up to the semicolon.
std::optional<std::string_view> take(std::string_view& rest, char tag)
{
    const auto end = rest.find(';');
    auto part = ascii::trim(rest.substr(0, end));
    if (part.empty() || part.front() != tag)
        return std::nullopt;
    part = ascii::trim(part.substr(1));
    if (!part.starts_with('='))
        return std::nullopt;
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return ascii::trim(part.substr(1));
}

ShortMac mac_of(const Key& key, const Stamp& stamp, const Bound& bound)
{
    crypto::Fields fields;
    fields.add(version)
        .add(stamp.key_id)
        .add(crypto::unix_seconds(stamp.time))
        .add(stamp.nonce)
        .add(bound.sender)
        .add(bound.from)
        .add(bound.message_id);
    return shortened(key.for_stamp().mac(fields.bytes()));
}

} // namespace

std::optional<Stamp> Stamp::parse(std::string_view value)
{
    if (value.size() > max_stamp_value || ascii::trim(value).ends_with(';'))
        return std::nullopt;
    if (take(value, 'v') != version)
        return std::nullopt;
    const auto k = take(value, 'k');
    const auto t = take(value, 't');
    const auto n = take(value, 'n');
    const auto m = take(value, 'm');
    if (!k || !t || !n || !m || !value.empty() || !crypto::is_key_id(*k))
        return std::nullopt;
    const auto time = crypto::from_unix_seconds(*t);
    const auto nonce = nonce_from(*n);
    const auto mac = short_mac_from(*m);
    if (!time || !nonce || !mac)
        return std::nullopt;
    return Stamp{std::string{*k}, *time, *nonce, *mac};
}

std::string Stamp::text() const
{
    std::string text{"v="};
    text.append(version).append("; k=").append(key_id);
    text.append("; t=").append(crypto::unix_seconds(time));
    text.append("; n=").append(nonce_text(nonce));
    text.append("; m=").append(crypto::base64url(mac));
    return text;
}

Stamp make_stamp(const Key& key, WallTime now, const Nonce& nonce, const Bound& bound)
{
    Stamp stamp{
        key.info().id, std::chrono::floor<std::chrono::seconds>(now), nonce, {}};
    stamp.mac = mac_of(key, stamp, bound);
    return stamp;
}

Check verify(const Stamp& stamp, const Bound& bound, const KeyRing& ring, WallTime now,
             std::chrono::seconds lifetime)
{
    const auto* key = ring.find(stamp.key_id);
    if (key == nullptr)
        return Check::UnknownKey;
    if (!crypto::equal(mac_of(*key, stamp, bound), stamp.mac))
        return Check::Forged;
    return check_age(stamp.time, now, lifetime);
}

} // namespace mailreeve::bounce
